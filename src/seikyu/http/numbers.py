"""Numbers in paths and queries: one that cannot exist answers as one that does not."""

from starlette.requests import Request

from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

INVOICE_DIGITS = 10
"""An invoice_mng_num has at most so many (contract §1)."""
VERSION_DIGITS = 9


def number_in_path(request: Request, name: str, unknown: Code, digits: int = INVOICE_DIGITS) -> int:
    """The number a path holds; 404 with the code `unknown` when it is none of at most `digits` digits."""
    return _number(request.path_params[name], unknown, digits)


def number_in_query(request: Request, name: str, unknown: Code, digits: int = INVOICE_DIGITS) -> int | None:
    """The number a query parameter holds, if it is given."""
    given = request.query_params.get(name)
    return None if given is None else _number(given, unknown, digits)


def _number(given: str, unknown: Code, digits: int) -> int:
    if given.isascii() and given.isdigit() and len(given) <= digits:
        return int(given)
    raise Refusal(unknown, status=404)
