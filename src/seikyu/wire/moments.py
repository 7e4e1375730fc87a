"""Date-times as requests give them: `yyyy-MM-dd HH:mm:ss` in JST (contract §2)."""

import re
from contextlib import suppress
from datetime import datetime

from seikyu.kit.jst import JST
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text

SINCE = "updated_since"


def updated_since(node: Node, faults: list[Fault]) -> datetime | None:
    """The filter of that name, where it is given; what is wrong with it goes to the faults."""
    given = text(node, SINCE)
    if given is None:
        return None
    # `strptime` alone would also take single digits, and digits of other scripts.
    if _MOMENT.fullmatch(given):
        with suppress(ValueError):
            return max(datetime.strptime(given, "%Y-%m-%d %H:%M:%S").replace(tzinfo=JST), _FIRST)
    faults.append(Fault(SINCE, codes.NOT_A_MOMENT, {"label": "更新日時"}))
    return None


_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
# The first day of the calendar in Japan begins before it does in UTC.
_FIRST = datetime(1, 1, 2, tzinfo=JST)
