"""An authorization request on its way: who sends the person, for what, and where they go afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error

from seikyu.accounts.model import SignedIn
from seikyu.http.forms import Fields
from seikyu.oauth.asking import once
from seikyu.oauth.model import Client
from seikyu.oauth.parties import ClientParty, Loaded
from seikyu.oauth.paths import AUTHORIZE
from seikyu.oauth.protocol import check_authorization

PATH = AUTHORIZE
DECISION = "decision"

Step = Literal["login", "consent"]


class NotReturnable(Exception):  # noqa: N818 -- the request is at fault, the program is not
    """The person cannot be sent anywhere (RFC 6749 §4.1.2.1); `reason` names the sentence of the page."""

    def __init__(self, reason: Literal["client", "redirect_uri", "parameters"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Errand:
    """A request whose client and address to return to are good."""

    client: Client
    redirect_uri: str
    fields: Fields

    @property
    def asked(self) -> dict[str, str]:
        """Its parameters; refuses one that is sent twice."""
        return once(self.fields)

    @property
    def here(self) -> str:
        """The address to come back to after logging in; what asked for a fresh login has then been done."""
        kept = {name: values for name, values in self.fields.items() if name not in {"prompt", "max_age"}}
        return f"{PATH}?{urlencode(kept, doseq=True)}"

    @property
    def form_target(self) -> str:
        """Where a form may lead from here, as a content security policy names it."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"

    def back(self, parameters: Mapping[str, str]) -> str:
        """The address to return to with the outcome, and the state exactly as it came."""
        state = self.fields.get("state", [""])[0]
        joined = "&" if "?" in self.redirect_uri else "?"
        return self.redirect_uri + joined + urlencode({**parameters, **({"state": state} if state else {})})

    def back_with(self, error: OAuth2Error) -> str:
        """The address to return to with an error."""
        told = {"error": str(error.error), "error_description": str(error.description or "")}
        return self.back({name: value for name, value in told.items() if value})


def open_errand(client: Client | None, fields: Fields) -> Errand:
    """An errand, if client and address are good; the address may be left out where only one is registered."""
    if any(len(fields.get(name, [])) > 1 for name in ("client_id", "redirect_uri")):
        raise NotReturnable("parameters")
    if client is None:
        raise NotReturnable("client")
    party = ClientParty(client)
    redirect_uri = fields.get("redirect_uri", [party.get_default_redirect_uri()])[0]
    if not party.check_redirect_uri(redirect_uri):
        raise NotReturnable("redirect_uri")
    return Errand(client, redirect_uri, fields)


def next_step(errand: Errand, signed_in: SignedIn | None, now: datetime) -> Step:
    """What the person has to do next; raises OAuth2Error for what the client is told."""
    asked = errand.asked
    if "response_type" not in asked:
        raise InvalidRequestError("'response_type' is required.")
    if asked["response_type"] != "code":
        raise OAuth2Error("Use response_type=code.", error="unsupported_response_type")
    spoken = {name: value for name, value in asked.items() if name != "prompt"}
    check_authorization(Loaded(now, errand.client), {**spoken, "redirect_uri": errand.redirect_uri})
    prompts = asked.get("prompt", "").split()
    if "none" in prompts:
        # Consent is asked for every time, so nothing can be granted without showing a page.
        raise OAuth2Error(error="login_required" if signed_in is None else "consent_required")
    if signed_in is None or not {"login", "select_account"}.isdisjoint(prompts):
        return "login"
    return "login" if _is_too_long_ago(signed_in, asked.get("max_age", ""), now) else "consent"


def _is_too_long_ago(signed_in: SignedIn, max_age: str, now: datetime) -> bool:
    if not (max_age.isascii() and max_age.isdigit()):
        return False
    return (now - signed_in.since).total_seconds() > int(max_age[:9])
