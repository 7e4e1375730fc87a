"""Passkeys (WebAuthn level 3): what browsers are asked, and whether their answers are good."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from seikyu.accounts.factors import CHALLENGE_LIFETIME
from seikyu.accounts.model import User

NAME = "Seikyu"
HANDLE_BYTES = 8
MILLISECONDS = int(CHALLENGE_LIFETIME.total_seconds() * 1000)
UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What the library raises for an answer that is no answer."""


@dataclass(frozen=True, slots=True)
class Relying:
    """Where passkeys are good: the name they are bound to, and the origin that pages have."""

    name: str
    origin: str


def relying_of(base_url: str) -> Relying | None:
    """Where passkeys are good; None when people come by an address in figures, which browsers refuse."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        port = "" if parts.port in {None, usual} else f":{parts.port}"
        return Relying(host, f"{parts.scheme}://{host}{port}")
    return None


def creation_options(relying: Relying, user: User, challenge: bytes, known: Sequence[bytes]) -> str:
    """What `navigator.credentials.create` is asked, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=relying.name,
        rp_name=NAME,
        # A number of ours tells a stranger nothing, and leads to the company whose passkeys are looked at.
        user_id=user.user_id.to_bytes(HANDLE_BYTES, "big"),
        user_name=user.pfid,
        user_display_name=user.name,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return webauthn.options_to_json(options)


def request_options(relying: Relying, challenge: bytes, known: Sequence[bytes] = ()) -> str:
    """What `navigator.credentials.get` is asked, as JSON; without any known, the person chooses."""
    options = webauthn.generate_authentication_options(
        rp_id=relying.name,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def registered(relying: Relying, answer: str, challenge: bytes) -> VerifiedRegistration | None:
    """The passkey that a browser made; None when the answer is not good."""
    try:
        return webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=relying.name,
            expected_origin=relying.origin,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None


def read_answer(answer: str) -> AuthenticationCredential | None:
    """What a browser answered; None when there is no reading it."""
    try:
        return parse_authentication_credential_json(answer)
    except UNREADABLE:
        return None


def owner_of(answer: AuthenticationCredential) -> int | None:
    """Whose passkey it says it is; nothing is proved by it."""
    handle = answer.response.user_handle
    if handle is None or len(handle) != HANDLE_BYTES:
        return None
    number = int.from_bytes(handle, "big")
    return number if number < 1 << 63 else None


def proven(
    relying: Relying, answer: AuthenticationCredential, challenge: bytes, public_key: bytes
) -> VerifiedAuthentication | None:
    """What a good answer says; None when it is not good. Whether its count grew is for the caller to see."""
    try:
        return webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=relying.name,
            expected_origin=relying.origin,
            credential_public_key=public_key,
            # Compared as it is stored, after the signature is known to be good.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None
