"""Every route of the application, called with keys of companies that are not the caller's.

Three things show a leak without knowing anything of a route: the answer differs from that for a key nobody
has (contract: not-yours answers exactly as not-there), it holds words of another company, or rows of another
company are different afterwards.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import httpx
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp
from structlog.testing import capture_logs

from seikyu.app import compose
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.edge import is_api
from seikyu.kit.clock import system_clock
from seikyu.sandbox.logins import Login
from tests.house.cast import PASSWORD, Cast, build_cast
from tests.house.doors import settings_for

PORT = 8999
BASE_URL = f"http://127.0.0.1:{PORT}"
PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
TIME = re.compile(r"\d\d:\d\d(:\d\d)?")
UNSAFE = ("POST", "PUT")

MASTERS = ("publishers.publisher_id", "customers.customer_id", "bank_accounts.bank_account_id")
CODED = ("coded_masters.master_id",)
FILES = ("attachments.attachment_id",)
KEYS: dict[str, tuple[str, ...]] = {
    "absence_id": ("approval_absences.absence_id",),
    "account": ("file_accounts.account",),
    "attachment_id": FILES,
    "call_id": ("api_calls.call_id",),
    "client_id": ("oauth_clients.client_id",),
    "event_id": ("webhook_deliveries.event_id",),
    "passkey_id": ("passkeys.passkey_id",),
    "request_id": ("access_requests.request_id",),
    "session_id": ("login_sessions.session_id",),
    "webhook_id": ("webhooks.webhook_id",),
    "batch_no": ("print_batches.batch_no",),
    "customer_id": ("customers.customer_id",),
    "draft_id": ("drafts.draft_id", "invoice_templates.template_id"),
    "entry_id": ("own_entries.entry_id",),
    "export_id": ("ledger_exports.export_id", "company_exports.export_id"),
    "file_id": ("notice_files.file_id",),
    "group_id": ("approval_groups.group_id",),
    "hold_id": ("legal_holds.hold_id",),
    "id": ("uploads.upload_id", "upload_mappings.mapping_id", "own_uploads.upload_id"),
    "invitation_id": ("invitations.invitation_id",),
    "layout_id": ("layouts.layout_id",),
    "letter_id": ("letters.letter_id",),
    "master_id": (*MASTERS, *CODED),
    "other_id": CODED,
    "payee_id": CODED,
    "payment_run_id": ("payment_runs.run_id",),
    "release_id": ("removal_releases.release_id",),
    "route_id": ("approval_routes.route_id",),
    "run_id": ("payment_runs.run_id",),
    "user_id": ("users.user_id",),
}
"""In which columns the keys lie that a path may name; several where the same word serves several."""

SIDED: dict[str, tuple[str, str]] = {
    "invoice_mng_num": ("invoices.invoice_mng_num", "received_invoices.invoice_mng_num"),
    "payment_notice_num": (
        "received_payment_notices.payment_notice_num",
        "payment_notices.payment_notice_num",
    ),
}
"""Keys that both parties have, each in a table of its own: the seller's, then the buyer's."""

WORDS: dict[str, str] = {
    "side": "seller",
    "version": "1",
    "access": "api",
    "language": "ja",
    "path": "quick-start",
}
"""Parts of a path that are nobody's."""

SECRETS = frozenset({"key"})
"""What opens something for whoever holds it: stored as a hash, so none but a wrong one can be called with."""

OWN_ROWS = {"login_sessions": "user_id IN (SELECT user_id FROM users WHERE company_id = $1)"}
"""Where a table does not say itself whose its rows are."""

SHELL = {
    "uuid": "gen_random_uuid()",
    "int8": "nextval('invoice_mng_num_seq')",
    "int4": "1",
    "int2": "1",
    "text": "substr(md5(random()::text), 1, 8)",
    "timestamptz": "now()",
    "date": "current_date",
    "bytea": r"'\x00'",
    "bool": "false",
    "numeric": "0",
    "jsonb": "'{}'",
    "_text": "'{}'",
    "_int8": "'{}'",
    "_uuid": "'{}'",
    "_int2": "'{}'",
    "_date": "'{}'",
}
"""Something of each type of column."""

SENT = {
    "reason": "確認してください",
    "comment": "確認してください",
    "body": "質問です",
    "text": "質問です",
    "department_code": "100",
    "until": "2099-12-31",
}
"""What most changes ask for; enough to come past the reading of many."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token for programs and a cookie for screens, or with neither."""

    name: str
    company_id: int
    token: dict[str, str] = field(default_factory=dict)
    cookie: dict[str, str] = field(default_factory=dict)
    trades: bool = False
    """Whether it is one of the traders itself: it knows the other's name, and changes things of its own."""

    def may_be_told_of(self, called: "Called") -> bool:
        """Whether the call is one that only the owner of what it names may make."""
        return bool(called.keys) or not self.trades

    def headers(self, path: str) -> dict[str, str]:
        """What a request to this path shows."""
        return self.token if is_api(path) else self.cookie


@dataclass(frozen=True, slots=True)
class Called:
    """One route and one way to name something in it: a real key, and one that nobody has."""

    method: str
    path: str
    real: str
    missing: str
    keys: tuple[tuple[str, str], ...]


@dataclass
class Place:
    """Companies whose things are looked for, those who look, and the application between them."""

    url: str
    pool: Pool
    traders: Sequence[Login]
    cast: Cast
    words: frozenset[str]

    @property
    def companies(self) -> list[int]:
        """The traders' companies."""
        return [trader.company_id for trader in self.traders]

    @classmethod
    async def prepared(cls, url: str, pool: Pool, traders: Sequence[Login], password_hash: str) -> "Place":
        """Note what must not be told to others; add companies that have nothing to do with the traders."""
        words = {word for trader in traders for word in await _words(pool, trader.company_id)}
        place = cls(url, pool, traders, await build_cast(pool, password_hash), frozenset(words))
        await place.fill()
        await everybody(place)  # so that sessions are there
        return place

    def application(self, pool: Pool) -> ASGIApp:
        """The whole application on a pool."""
        return compose(settings_for(self.url, PORT), pool, system_clock)

    async def state(self, company: int) -> dict[str, str]:
        """A fingerprint of every fenced table of a company."""
        tables = await _fenced(self.pool)
        fingerprint = "count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)"
        async with transaction(self.pool, company) as connection:
            return {
                table: await connection.fetchval(f"SELECT {fingerprint} FROM {table} t") for table in tables
            }

    async def fill(self) -> None:
        """Let every company have something of each kind that a path can name, be it only the row of it."""
        for company in self.companies:
            async with transaction(self.pool, company) as connection:
                for table in sorted({place.split(".")[0] for place in _columns()}):
                    count = f"SELECT count(*) FROM {table} WHERE {_own(table)}"
                    if table not in OWN_ROWS and not await connection.fetchval(count, company):
                        await _add_shell(connection, table, company)

    async def forget(self, callers: Sequence["Caller"], keys: Sequence[str]) -> None:
        """Take away the drafts that callers have begun under these keys: whoever begins a draft names it."""
        for caller in callers:
            async with transaction(self.pool, caller.company_id) as connection:
                for table, column in (("invoice_templates", "template_id"), ("drafts", "draft_id")):
                    delete = f"DELETE FROM {table} WHERE company_id = $1 AND {column} = ANY($2::uuid[])"
                    await connection.execute(delete, caller.company_id, keys)

    async def keys(self, company: int) -> dict[str, list[str]]:
        """Keys of things of a company by the column they lie in, the newest first."""
        found = {}
        async with transaction(self.pool, company) as connection:
            for place in _columns():
                table, column = place.split(".")
                rows = await connection.fetch(
                    f"SELECT {column}::text FROM {table} WHERE {_own(table)} ORDER BY 1 DESC", company
                )
                found[place] = [row[0] for row in rows]
        return found


def routes_of(app: ASGIApp) -> list[Route]:
    """Every route of the application, whatever is wrapped around it."""
    inner: Any = app
    while not isinstance(inner, Starlette):
        inner = inner.app  # every layer holds the next
    return [route for route in inner.routes if isinstance(route, Route)]


def calls(routes: Sequence[Route], keys: dict[str, list[str]]) -> Iterator[Called]:
    """Every route with each kind of key that it may mean."""
    for route in routes:
        names = PARAMETER.findall(route.path)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            for place in _places(route.path, names):
                values = {name: _value(name, place, keys) for name in names}
                if all(values.values()):
                    yield _called(method, route.path, {name: str(value) for name, value in values.items()})


def unreached(routes: Sequence[Route], keys: Sequence[dict[str, list[str]]]) -> set[str]:
    """Paths that name something of which no company has any: nothing was shown for them."""
    reached = {called.path for owned in keys for called in calls(routes, owned)}
    return {route.path for route in routes if not SECRETS & {*PARAMETER.findall(route.path)}} - reached


async def scan(place: Place, app: ASGIApp, callers: Sequence[Caller]) -> list[str]:
    """Every leak there is: a line for each."""
    with capture_logs():  # thousands of requests, and many of them end as errors where the fences are down
        return await _scan(place, app, callers)


async def _scan(place: Place, app: ASGIApp, callers: Sequence[Caller]) -> list[str]:
    routes = routes_of(app)
    leaks = []
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, timeout=60) as http:
        for company in place.companies:
            keys, before = await place.keys(company), await place.state(company)
            others = [caller for caller in callers if caller.company_id != company]
            chosen = keys["drafts.draft_id"] + keys["invoice_templates.template_id"]
            await place.forget(others, [*chosen, *map(_nobodys, chosen)])
            for called in calls(routes, keys):
                for caller in others:
                    if caller.may_be_told_of(called):
                        leaks += await _compared(place, http, caller, called)
            after = await place.state(company)
            leaks += [f"changed: {table} of {company}" for table in before if before[table] != after[table]]
    return leaks


async def _compared(place: Place, http: httpx.AsyncClient, caller: Caller, called: Called) -> list[str]:
    line = f"{caller.name}: {called.method} {called.path}"
    answer = await _call(http, caller, called.method, called.real)
    if answer.status_code >= 500:
        return [f"{line}: {answer.status_code}"]
    text = answer.text
    told = [word for word in place.words if word in text]
    if told and not caller.trades:
        return [f"{line}: tells {told[0]}"]
    if not called.keys:
        return []
    nobodys = await _call(http, caller, called.method, called.missing)
    if (answer.status_code, _without_keys(text, called, 0)) != (
        nobodys.status_code,
        _without_keys(nobodys.text, called, 1),
    ):
        return [f"{line}: {answer.status_code}, but {nobodys.status_code} for what nobody has"]
    return []


async def _call(http: httpx.AsyncClient, caller: Caller, method: str, path: str) -> httpx.Response:
    headers = caller.headers(path)
    http.cookies.clear()
    if method not in UNSAFE:
        return await http.request(method, path, headers=headers)
    if is_api(path):
        return await http.request(method, path, headers=headers, json={"response_type": "json", **SENT})
    return await http.request(method, path, headers=headers, data=SENT)


def _places(path: str, names: Sequence[str]) -> list[dict[str, str]]:
    """For a path with a word that may mean several things, one way after the other."""
    if SECRETS & {*names}:
        return []
    side = int("/buyer/" in path)
    places = {
        name: (SIDED[name][side],) if name in SIDED else KEYS[name] for name in names if name not in WORDS
    }
    most = max(map(len, places.values()), default=1)
    return [{name: of[min(at, len(of) - 1)] for name, of in places.items()} for at in range(most)]


def _value(name: str, place: dict[str, str], keys: dict[str, list[str]]) -> str | None:
    if name in WORDS:
        return WORDS[name]
    found = keys[place[name]]
    return found[0] if found else None


def _called(method: str, path: str, values: dict[str, str]) -> Called:
    real, missing, keys = path, path, []
    for name, value in values.items():
        other = value if name in WORDS else _nobodys(value)
        if name not in WORDS:
            keys.append((value, other))
        hole = re.compile(rf"{{{name}(:\w+)?}}")
        real, missing = hole.sub(value, real), hole.sub(other, missing)
    return Called(method, path, real, missing, tuple(keys))


def _nobodys(value: str) -> str:
    """A key of the same kind, under which nobody has anything; always the same one.

    Some keys a caller may choose itself: after it has, it has something of its own under either key.
    """
    try:
        return str(uuid5(UUID(value), "nobody's"))
    except ValueError:
        return "9" * len(value) if value.isdigit() else "z" * len(value)


def _without_keys(text: str, called: Called, which: int) -> str:
    for pair in called.keys:
        text = text.replace(pair[which], "KEY")
    return TIME.sub("TIME", text)


def _columns() -> list[str]:
    return sorted({place for places in (*KEYS.values(), *SIDED.values()) for place in places})


def _own(table: str) -> str:
    return OWN_ROWS.get(table, "company_id = $1")


async def _add_shell(connection: Connection, table: str, company: int) -> None:
    """A row that has no more than every row of its table must have."""
    columns = await connection.fetch(
        "SELECT column_name, udt_name FROM information_schema.columns "
        "WHERE table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL "
        "AND column_name <> 'company_id'",
        table,
    )
    checks = await connection.fetch(
        "SELECT conname FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('c', 'f')", table
    )
    for check in checks:
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check['conname']}")
    names = ", ".join(["company_id", *(column["column_name"] for column in columns)])
    values = ", ".join([str(company), *(SHELL[column["udt_name"]] for column in columns)])
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({values})")


async def unfenced(pool: Pool) -> set[str]:
    """Tables that are under no row-level security, and views."""
    rows = await pool.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v') "
        "AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity"
    )
    return {row["relname"] for row in rows}


async def _fenced(pool: Pool) -> list[str]:
    rows = await pool.fetch(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [row["relname"] for row in rows]


async def _words(pool: Pool, company: int) -> set[str]:
    """Names, addresses and numbers that stand in a company's own things and nowhere else."""
    async with transaction(pool, company) as connection:
        rows = await connection.fetch(
            """
            SELECT inv_no AS word FROM invoices UNION SELECT customer_name FROM invoices
            UNION SELECT name FROM companies WHERE company_id = $1
            UNION SELECT pfid FROM users WHERE company_id = $1
            UNION SELECT name FROM users WHERE company_id = $1
            UNION SELECT client_id FROM oauth_clients WHERE company_id = $1
            """,
            company,
        )
    return {row["word"] for row in rows if row["word"] and len(row["word"]) > 5}


async def everybody(place: Place) -> list[Caller]:
    """Everybody who may call: nobody, companies that are strangers, and the traders themselves."""
    app, cast = place.application(place.pool), place.cast
    callers = [
        Caller("nobody", 0),
        Caller("a token nobody has", 0, {"Authorization": "Bearer nothing"}, {"Cookie": "seikyu=nothing"}),
    ]
    strangers = {
        "an outsider": cast.outsider,
        "a free company": cast.free_seller,
        "a company without the option": cast.seller_without_option,
    }
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as http:
        for name, party in strangers.items():
            cookie = await _logged_in(http, party.user.email, PASSWORD)
            callers.append(Caller(name, party.company_id, party.headers, cookie))
        for trader in place.traders:
            cookie = await _logged_in(http, trader.user_id, trader.password)
            token = await _token(http, trader)
            callers.append(
                Caller(f"company {trader.company_id}", trader.company_id, token, cookie, trades=True)
            )
    return callers


async def _logged_in(http: httpx.AsyncClient, pfid: str, password: str) -> dict[str, str]:
    http.cookies.clear()
    answer = await http.post("/login", data={"pfid": pfid, "password": password})
    assert answer.status_code == 303, answer.text
    return {"Cookie": f"seikyu={answer.cookies['seikyu']}"}


async def _token(http: httpx.AsyncClient, login: Login) -> dict[str, str]:
    form = {
        "user_id": login.user_id,
        "user_password": login.password,
        "client_id": login.client_id,
        "client_secret": login.client_secret,
        "realm": "/api",
        "response_type": "json",
    }
    answer = await http.post("/api/credentials/access_token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
