"""自社情報: the company and its rules of selling, on screen."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.actions.change_company import change_company, seen
from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.postal_codes import address, written
from seikyu.accounts.profile import Profile, doubts, profile
from seikyu.accounts.selling import SellingRules, selling_rules
from seikyu.accounts.sessions import Sessions
from seikyu.accounts.wire import OWN_COMPANY, ROUNDINGS
from seikyu.audit.model import Recorded
from seikyu.audit.queries import history
from seikyu.audit.steps import Step, steps
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.yen import Rounding
from seikyu.ui import notices, sheets
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.sheets import NO_PROBLEMS, Asked, Group, Problems
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text

PATH = "/settings/company"
TEMPLATE = "accounts/company.html"
LABELS = "accounts.company."
NUMERIC = (("inputmode", "numeric"), ("autocomplete", "off"))
NARROW = ("phone", "corporate_number", "registration_number")

COMPANY = (
    Asked("name", required=True, limit=60, wide=True, hint="accounts.hint.name"),
    Asked("corporate_number", limit=13, hint="accounts.hint.corporate_number", extra=NUMERIC),
    Asked("registration_number", limit=14, hint="accounts.hint.registration_number"),
)
ADDRESS = (
    Asked("zip", limit=10, hint="accounts.hint.zip", fill="accounts.fill.address", extra=NUMERIC),
    Asked("address1", limit=100, wide=True),
    Asked("address2", limit=100, wide=True),
    Asked("phone", limit=15, hint="accounts.hint.phone", kind="tel"),
)
SELLING = ("rounding", "api_through_approval")
NAMES = tuple(field.name for field in fields(Profile))


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """The whole page."""

    seen: str
    may_change: bool
    groups: Sequence[Group]
    problems: Sequence[tuple[str, str]]
    doubts: Sequence[tuple[str, str]]
    nothing_found: bool
    history: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Known:
    """The company as it stands."""

    profile: Profile
    rules: SellingRules
    events: Sequence[Recorded]

    @property
    def seen(self) -> str:
        """The stamp of it."""
        return seen(self.profile, self.rules)


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/settings/company`."""

    async def show(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            known = await _known(connection, actor)
        page = _view(known, _typed_from(known), actor, pages.words(request), known.seen)
        return pages.render(request, TEMPLATE, page=page)

    async def save(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        form = await read_form(request)
        typed, words = _typed(form), pages.words(request)
        began_from, faults = first(form, "seen"), []
        async with transaction(pool, actor.company.company_id) as connection:
            known = await _known(connection, actor)
            if not first(form, "fill"):
                node, found = OWN_COMPANY.read(dict(typed))
                faults = [*found] or await _change(connection, actor, clock, node, began_from)
        if first(form, "fill"):
            street = address(typed["zip"])
            filled = {**typed, "address1": street or typed["address1"]}
            page = _view(known, filled, actor, words, began_from, nothing_found=street is None)
            return pages.render(request, TEMPLATE, page=page)
        if not faults:
            answer = RedirectResponse(PATH, 303)
            notices.leave(answer, "accounts.notice.company_changed")
            return answer
        overtaken = any(fault.code is codes.EDITED_MEANWHILE for fault in faults)
        wrong = sheets.problems(faults, LABELS, words, typed)
        page = _view(known, typed, actor, words, known.seen if overtaken else began_from, wrong)
        return pages.render(request, TEMPLATE, 409 if overtaken else 400, page=page)

    return [
        Route(PATH, door(pages, sessions, show), methods=["GET"]),
        Route(PATH, door(pages, sessions, save), methods=["POST"]),
    ]


async def _known(connection: Connection, actor: Actor) -> Known:
    owner = actor.company.company_id
    return Known(
        await profile(connection, owner),
        await selling_rules(connection, owner),
        await history(connection, owner, "company", str(owner)),
    )


async def _change(
    connection: Connection, actor: Actor, clock: Clock, node: Node, began_from: str
) -> list[Fault]:
    name = text(node, "name") or ""
    others = {field: text(node, field) for field in NAMES if field != "name"}
    return await change_company(
        connection,
        actor,
        clock,
        Profile(name, **others),
        Rounding(text(node, "rounding")),
        began_from,
        api_through_approval=text(node, "api_through_approval") is not None,
    )


def _typed(form: Fields) -> dict[str, str]:
    typed = {name: first(form, name).strip() for name in (*NAMES, *SELLING)}
    typed["zip"] = written(typed["zip"]) or typed["zip"]
    for name in NARROW:
        typed[name] = unicodedata.normalize("NFKC", typed[name]).upper()
    return typed


def _typed_from(known: Known) -> dict[str, str]:
    return {
        **{name: getattr(known.profile, name) or "" for name in NAMES},
        "rounding": known.rules.rounding.value,
        "api_through_approval": "1" if known.rules.api_through_approval else "",
    }


def _view(
    known: Known,
    typed: Mapping[str, str],
    actor: Actor,
    words: Words,
    began_from: str,
    wrong: Problems = NO_PROBLEMS,
    *,
    nothing_found: bool = False,
) -> CompanyPage:
    choices = tuple((key, words(f"accounts.rounding.{key}")) for key in ROUNDINGS)
    selling = (
        Asked("rounding", required=True, kind="choice", choices=choices, hint="accounts.hint.rounding"),
        Asked("api_through_approval", kind="tick", hint="accounts.hint.api_through_approval"),
    )
    groups = {"company": COMPANY, "address": ADDRESS, "selling": selling}
    return CompanyPage(
        seen=began_from,
        may_change=actor.administrator,
        groups=[sheets.group(name, asked, LABELS, words, typed, wrong) for name, asked in groups.items()],
        problems=wrong.found,
        doubts=[
            *doubts(typed["corporate_number"] or None, typed["registration_number"] or None, words.language)
        ],
        nothing_found=nothing_found,
        history=steps(known.events, words),
    )
