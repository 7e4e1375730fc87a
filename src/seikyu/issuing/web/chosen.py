"""The invoices that were chosen in the list, and the list that is shown afterwards."""

from starlette.requests import Request

from seikyu.http.forms import read_form
from seikyu.http.numbers import INVOICE_DIGITS
from seikyu.ui.lists import PAGE_SIZE
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def chosen_numbers(request: Request) -> list[int]:
    """The numbers the boxes of a page sent, each once, in their order."""
    given = (await read_form(request, PAGE_SIZE)).get("invoice", [])
    if not all(one.isascii() and one.isdigit() and len(one) <= INVOICE_DIGITS for one in given):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return list(dict.fromkeys(map(int, given)))


def back_to(path: str, request: Request) -> str:
    """The list as it was narrowed; what follows the path can lead nowhere else."""
    return f"{path}?{request.url.query}" if request.url.query else path
