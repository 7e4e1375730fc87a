"""`GET /v1/maintenance`: what is stopped and what is planned, for programs; no token needed [our]."""

from datetime import datetime

from starlette.routing import Route

from seikyu.http.calls import Answer, Call, api
from seikyu.kit.jst import wire_time
from seikyu.maintenance.model import Window
from seikyu.maintenance.watch import Watch
from seikyu.wire.faults import Language, Rejected
from seikyu.wire.values import Value

PATH = "/v1/maintenance"


def routes(watch: Watch) -> list[Route]:
    """The path; it answers from memory, during maintenance too."""

    async def told(call: Call) -> Answer:
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        now = watch.clock()
        coming = [window for window in watch.windows if not window.is_over(now)]
        return Answer({"maintenances": [_told(window, now, call.language) for window in coming]})

    return [Route(PATH, api(told), methods=["GET"])]


def _told(window: Window, now: datetime, language: Language) -> dict[str, Value]:
    return {
        "maintenance_id": window.key,
        "start_at": wire_time(window.starts_at),
        "end_at": wire_time(window.ends_at),
        "targets": ",".join(window.targets),
        "in_force_flg": "1" if window.in_force(now) else "0",
        "urgent_flg": "1" if window.urgent else "0",
        "notice": window.notice.of(language) or None,
    }
