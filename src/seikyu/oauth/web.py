"""The authorize page: where a person allows a client to act for them (contract §3)."""

from authlib.oauth2.rfc6749 import OAuth2Error
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.model import SignedIn
from seikyu.accounts.sessions import Sessions, login_address
from seikyu.http.edge import SECURITY_HEADERS
from seikyu.http.forms import Fields, first, read_form, read_query
from seikyu.oauth import device_web, queries
from seikyu.oauth.abilities import abilities
from seikyu.oauth.actions.consent import allow, deny
from seikyu.oauth.errand import DECISION, PATH, Errand, NotReturnable, next_step, open_errand
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.rules import DEFAULT_SCOPE, allowed_scope, is_client_id
from seikyu.ui.pages import Pages, show_to
from seikyu.wire.faults import Refusal


def routes(provider: Provider, sessions: Sessions, pages: Pages) -> list[Route]:
    """Asking for consent, and the person's decision; the same for devices."""

    async def ask(request: Request) -> Response:
        try:
            errand = await _errand(provider, read_query(request))
        except (NotReturnable, Refusal) as refusal:
            return _refused(pages, request, refusal)
        signed_in = await sessions.signed_in(request)
        try:
            step = next_step(errand, signed_in, provider.clock())
        except OAuth2Error as error:
            return _go(errand.back_with(error))
        if step == "login" or signed_in is None:
            return _go(login_address(errand.here))
        return _consent_page(pages, request, errand, signed_in)

    async def decide(request: Request) -> Response:
        try:
            fields = await read_form(request)
            decision = first(fields, DECISION)
            fields.pop(DECISION, None)
            errand = await _errand(provider, fields)
        except (NotReturnable, Refusal) as refusal:
            return _refused(pages, request, refusal)
        signed_in = await sessions.signed_in(request)
        try:
            next_step(errand, signed_in, provider.clock())
        except OAuth2Error as error:
            return _go(errand.back_with(error))
        if signed_in is None:
            return _go(login_address(errand.here))
        caller = Caller(address_of(request), request_id_of(request))
        decided = allow if decision == "allow" else deny
        return _go(await decided(provider, caller, errand, signed_in))

    return [
        Route(PATH, ask, methods=["GET"]),
        Route(PATH, decide, methods=["POST"]),
        *device_web.routes(provider, sessions, pages),
    ]


async def _errand(provider: Provider, fields: Fields) -> Errand:
    client = None
    if is_client_id(client_id := first(fields, "client_id")):
        async with provider.pool.acquire() as connection:
            client = await queries.client(connection, client_id, provider.environment, provider.clock())
    return open_errand(client, fields)


def _consent_page(pages: Pages, request: Request, errand: Errand, signed_in: SignedIn) -> Response:
    words = pages.words(request)
    client, user = errand.client, signed_in.user
    scope = allowed_scope(errand.asked.get("scope")) or DEFAULT_SCOPE
    foreign = client.company_id != user.company.company_id
    show_to(request, user)
    page = pages.render(
        request,
        "oauth/consent.html",
        asks=words("oauth.consent.asks", company=client.company_name, client=client.name),
        warning=words("oauth.consent.foreign", company=client.company_name) if foreign else "",
        account=f"{user.company.name} {user.name}（{user.pfid}）",
        client=client.name,
        owner=client.company_name,
        client_id=client.client_id,
        returns_to=errand.redirect_uri,
        abilities=abilities(words, user.company.name, scope),
        asked=[(name, value) for name, values in errand.fields.items() for value in values],
    )
    # Browsers follow a form's redirect only to where the policy lets forms lead.
    policy = dict(SECURITY_HEADERS)["Content-Security-Policy"]
    page.headers["Content-Security-Policy"] = policy.replace(
        "form-action 'self'", f"form-action 'self' {errand.form_target}"
    )
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _refused(pages: Pages, request: Request, refusal: NotReturnable | Refusal) -> Response:
    reason = refusal.reason if isinstance(refusal, NotReturnable) else "parameters"
    sentence = pages.words(request)(f"oauth.refused.{reason}")
    answer = pages.render(request, "oauth/refused.html", 400, sentence=sentence)
    if isinstance(refusal, Refusal):
        answer.headers.update(refusal.headers)
    return answer


def _go(address: str) -> Response:
    return Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"})
