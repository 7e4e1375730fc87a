"""One letter: its address, put right before it is posted or before it is posted again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Option
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.posting.actions.settle import address_letter, find, take_off
from seikyu.posting.model import Letter, LetterState, Recipient
from seikyu.posting.web.entrance import HOME, LETTERS, back_to, entrance
from seikyu.posting.web.rows import Row, row_of
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

ONE = f"{LETTERS}/{{letter_id}}"
LIMITS = {"zip": 8, "address1": 100, "address2": 100, "name1": 120, "name2": 120}
ASKS = {"zip": "zip", "zip_impossible": "zip", "elsewhere": "zip", "name": "name1"}
"""The field each problem with an address belongs to; the others are about the address."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/posting/letters/{letter_id}…`."""

    async def show(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            letter = await find(connection, actor.company.company_id, _letter_id(request))
        page = letter_view(letter, letter.recipient, letter.problem, pages.words(request))
        return pages.render(request, "posting/letter.html", page=page)

    async def put_right(request: Request, actor: Actor) -> Response:
        owner, letter_id = actor.company.company_id, _letter_id(request)
        recipient = _recipient(await read_form(request))
        async with transaction(pool, owner) as connection:
            problem = await address_letter(connection, actor, clock, letter_id, recipient)
            letter = await find(connection, owner, letter_id)
        if problem is not None:
            page = letter_view(letter, recipient, problem, pages.words(request))
            return pages.render(request, "posting/letter.html", 400, page=page)
        return back_to(HOME, "posting.notice.addressed")

    async def take_away(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await take_off(connection, actor, clock, _letter_id(request))
        return back_to(HOME, "posting.notice.taken_off")

    option = Option.POSTAL_PROXY
    return [
        Route(ONE, entrance(pages, sessions, show, option), methods=["GET"]),
        Route(ONE, entrance(pages, sessions, put_right, option), methods=["POST"]),
        Route(f"{ONE}/take-off", entrance(pages, sessions, take_away, option), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the address."""

    name: str
    label: str
    value: str
    problem: str
    limit: int
    required: bool


@dataclass(frozen=True, slots=True)
class LetterPage:
    """The whole page."""

    row: Row
    returned: bool
    open: bool
    fields: Sequence[Field]
    problems: Sequence[tuple[str, str]]
    send: str
    take_off: str


def letter_view(letter: Letter, recipient: Recipient, problem: str | None, words: Words) -> LetterPage:
    """The page with the address as it stands or was typed."""
    returned = letter.state is LetterState.RETURNED
    asked = None if problem is None else ASKS.get(problem, "address1")
    told = "" if problem is None else words(f"posting.problem.{problem}")
    return LetterPage(
        row=row_of(letter, words),
        returned=returned,
        open=letter.state in (LetterState.WAITING, LetterState.RETURNED),
        fields=[
            Field(
                name,
                words(f"posting.letter.{name}"),
                getattr(recipient, name) or "",
                told if name == asked else "",
                limit,
                name in {"zip", "address1", "name1"},
            )
            for name, limit in LIMITS.items()
        ],
        problems=[(asked, told)] if asked else [],
        send=words("posting.letter.send_again" if returned else "posting.letter.save"),
        take_off=words("posting.letter.settle" if returned else "posting.letter.withdraw"),
    )


def _recipient(fields: Fields) -> Recipient:
    given = {name: " ".join(first(fields, name).split())[:limit] or None for name, limit in LIMITS.items()}
    return Recipient(**given)


def _letter_id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["letter_id"])
    except ValueError:
        raise Refusal(codes.LETTER_UNKNOWN, status=404) from None
