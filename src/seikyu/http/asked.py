"""What a list is asked for: by a query in v1, by a body in v2 (contract §2)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from seikyu.http.calls import Call, read_tree
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.values import Value

Asked = TypeVar("Asked")
Reading = Callable[[Value], tuple[Asked, Sequence[Fault]]]


def asked_by_query(call: Call, reading: Reading[Asked]) -> Asked:
    """Settle the answer's format and read the query; raise Rejected with everything wrong with them."""
    query = call.request.query_params
    faults = call.settle_format(query.get("response_type"))
    asked, found = reading(dict(query))
    faults += [fault for fault in found if fault.path != "response_type"]
    if faults:
        raise Rejected(faults)
    return asked


async def asked_by_body(call: Call, max_bytes: int, reading: Reading[Asked]) -> Asked:
    """Settle the answer's format by `Accept`, which v2 requires, and read the body; raise Rejected."""
    call.settle_format_v2()
    asked, faults = reading(await read_tree(call, max_bytes))
    if faults:
        raise Rejected(faults)
    return asked
