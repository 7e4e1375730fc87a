"""What a company posts without being asked, when its batches are closed, customers with own settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Option
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.posting import queries
from seikyu.posting.actions.set_rules import set_customers, set_rules
from seikyu.posting.model import Encoding, PostingRules
from seikyu.posting.web.entrance import SETTINGS, Counts, back_to, entrance, tabs
from seikyu.ui.lists import Tab, read_address
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

CHOICES: dict[str, bool | None] = {"default": None, "post": True, "not": False}
MOST = 300
"""Customers shown at a time, as many as one form holds; others are found by name."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/posting/settings`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, name = actor.company.company_id, read_address(request).given.get("name", "")[:100]
        async with transaction(pool, owner) as connection:
            counts = await queries.counts(connection, owner)
            rules = await queries.rules(connection, owner)
            customers = await queries.customer_settings(connection, owner, most=MOST, name=name)
        page = settings_view(actor, counts, rules, customers, name, pages.words(request))
        return pages.render(request, "posting/settings.html", page=page)

    async def keep(request: Request, actor: Actor) -> Response:
        rules = _rules(await read_form(request))
        async with transaction(pool, actor.company.company_id) as connection:
            await set_rules(connection, actor, clock, rules)
        return back_to(SETTINGS, "posting.notice.set")

    async def keep_customers(request: Request, actor: Actor) -> Response:
        owner, wanted = actor.company.company_id, _customers(await read_form(request, MOST))
        async with transaction(pool, owner) as connection:
            known = await queries.own_settings(connection, owner, wanted)
            changed = {key: post for key, post in wanted.items() if key in known and known[key] != post}
            await set_customers(connection, actor, clock, changed)
        return back_to(SETTINGS, "posting.notice.set")

    option = Option.POSTAL_PROXY
    return [
        Route(SETTINGS, entrance(pages, sessions, show, option, told=True), methods=["GET"]),
        Route(SETTINGS, entrance(pages, sessions, keep, option), methods=["POST"]),
        Route(f"{SETTINGS}/customers", entrance(pages, sessions, keep_customers, option), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer and what is set for it."""

    name: str
    code: str
    field: str
    chosen: str


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The whole page."""

    tabs: Sequence[Tab]
    default: str
    defaults: Sequence[tuple[str, str]]
    daily_at: str
    encoding: str
    encodings: Sequence[tuple[str, str]]
    customers: Sequence[CustomerRow]
    choices: Sequence[tuple[str, str]]
    name: str
    may_change: bool


def settings_view(
    actor: Actor,
    counts: Counts,
    rules: PostingRules,
    customers: Sequence[tuple[UUID, str, str, bool | None]],
    name: str,
    words: Words,
) -> SettingsPage:
    """The page as things are set."""
    by_setting = {setting: name for name, setting in CHOICES.items()}
    return SettingsPage(
        tabs=tabs(actor, counts, "settings", words),
        default="post" if rules.post_by_default else "not",
        defaults=[(name, words(f"posting.choice.{name}")) for name in ("not", "post")],
        daily_at="" if rules.daily_at is None else f"{rules.daily_at:%H:%M}",
        encoding=rules.encoding.value,
        encodings=[(one.value, words(f"posting.encoding.{one.name.lower()}")) for one in Encoding],
        customers=[
            CustomerRow(called, code, f"customer-{key}", by_setting[post])
            for key, code, called, post in customers
        ],
        choices=[(name, words(f"posting.choice.{name}")) for name in CHOICES],
        name=name,
        may_change=actor.administrator,
    )


def _rules(fields: Fields) -> PostingRules:
    at = first(fields, "daily_at")
    try:
        daily = time.fromisoformat(at) if at else None
        encoding = Encoding(first(fields, "encoding") or Encoding.UTF8)
    except ValueError:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400) from None
    if daily is not None and daily.tzinfo is not None:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return PostingRules(first(fields, "default") == "post", encoding, daily)


def _customers(fields: Fields) -> dict[UUID, bool | None]:
    found = {}
    for name in fields:
        key, chosen = name.removeprefix("customer-"), first(fields, name)
        try:
            found[UUID(key)] = CHOICES[chosen]
        except (ValueError, KeyError):
            raise Refusal(codes.PARAMETER_UNREADABLE, status=400) from None
    return found
