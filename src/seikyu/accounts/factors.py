"""What a person has besides the password, and what the company asks of everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

STEP_LIFETIME = timedelta(minutes=10)
"""So long somebody may take between the password and the second factor."""
CHALLENGE_LIFETIME = timedelta(minutes=5)
FRESH = timedelta(minutes=15)
"""Factors are changed only by somebody who logged in so lately: who finds a screen left open cannot."""
MOST_PASSKEYS = 10


class StepKind(StrEnum):
    """What somebody who is not logged in yet is about to do, or what a challenge was made for."""

    SECOND = "second"
    ENROL = "enrol"
    PASSKEY = "passkey"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner knows it."""

    passkey_id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredPasskey:
    """A passkey as it is checked."""

    passkey_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's second factors and the rules that hold for them."""

    totp: bool
    passkeys: Sequence[Passkey]
    recovery_left: int
    required: bool
    """Whether the company asks everybody for a second factor."""
    password_flow: bool
    """Whether programs may use this person's password although a second factor is there or due."""
    tell_new_device: bool

    @property
    def protected(self) -> bool:
        """Whether the person has a second factor."""
        return self.totp or bool(self.passkeys)

    @property
    def bars_password_flow(self) -> bool:
        """Whether PFID and password alone are too little for a program (decision 0016)."""
        return (self.protected or self.required) and not self.password_flow

    @property
    def next_step(self) -> StepKind | None:
        """What follows on a right password; None when the person is in."""
        if self.protected:
            return StepKind.SECOND
        return StepKind.ENROL if self.required else None

    @property
    def last_one(self) -> bool:
        """Whether there is one factor only."""
        return self.totp + len(self.passkeys) == 1


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way in, found by what the browser holds."""

    step_hash: bytes
    kind: StepKind
    user_id: int | None
    target: str
    sealed: bytes | None
    """The secret of an authenticator app that waits for its first code."""
