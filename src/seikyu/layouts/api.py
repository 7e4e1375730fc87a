"""The API of layouts: which codes an invoice may be registered with (contract §4.2)."""

from starlette.routing import Route

from seikyu.db.pool import Pool, transaction
from seikyu.http.calls import Answer, Call, api
from seikyu.layouts import queries
from seikyu.oauth.guard import Guard
from seikyu.wire.faults import Rejected

PATH = "/v1/invoice/seller/layouts"


def routes(pool: Pool, guard: Guard) -> list[Route]:
    """`GET /v1/invoice/seller/layouts`; layouts are prepared on screen."""

    async def listed(call: Call) -> Answer:
        actor = await guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        async with transaction(pool, actor.company.company_id) as connection:
            found = await queries.layouts(connection, actor.company.company_id)
        return Answer(
            {
                "layouts": [
                    {
                        "invoice_setting_code": line.code,
                        "layout_name": line.name,
                        "usual_flg": "1" if line.usual else "0",
                    }
                    for line in found
                ]
            }
        )

    return [Route(PATH, api(listed), methods=["GET"])]
