"""Access tokens: got by password or refresh token, renewed before they run out (contract §3)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Protocol

from seikyu.client.errors import NotAdmitted, Unreachable
from seikyu.kit.clock import Clock
from seikyu.wire.values import Node, text, whole

PASSWORD_PATH = "/api/credentials/access_token"  # noqa: S105 -- a path, no secret
TOKEN_PATH = "/openam/oauth2/access_token?realm=/api"  # noqa: S105 -- a path, no secret
EARLY = timedelta(seconds=30)
"""A token is renewed so long before it runs out."""

Form = dict[str, str]
Ask = Callable[..., Node]
"""Sends a form to a path; raises NotAdmitted when it is refused, and unless
`again` does not send it anew when it may have arrived."""


class RefreshTokens(Protocol):
    """Where the refresh token is kept between runs; it changes with every use."""

    def load(self) -> str | None:
        """The newest one."""

    def save(self, token: str) -> None:
        """Keep the next one in its place."""


class InMemory:
    """Keeps the refresh token as long as the program runs."""

    def __init__(self, token: str | None = None) -> None:
        self._token = token

    def load(self) -> str | None:
        """The newest one."""
        return self._token

    def save(self, token: str) -> None:
        """Keep the next one in its place."""
        self._token = token


class InFile:
    """Keeps the refresh token in a file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str | None:
        """The newest one."""
        try:
            return self._path.read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def save(self, token: str) -> None:
        """Keep the next one; a crash leaves the old one or the new one, never half of either."""
        new = self._path.with_name(f"{self._path.name}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(token)
        new.replace(self._path)


@dataclass(frozen=True, slots=True)
class Login:
    """Who calls: the client with its secret, and the person it calls for."""

    client_id: str
    client_secret: str
    user_id: str | None
    password: str | None

    def __repr__(self) -> str:
        """Without the secrets: what is printed ends in logs."""
        return f"Login({self.client_id!r}, user_id={self.user_id!r})"


class Tokens:
    """The token of the moment; several threads may ask for it."""

    def __init__(self, login: Login, refresh_tokens: RefreshTokens, ask: Ask, clock: Clock) -> None:
        self._login, self._kept, self._ask, self._clock = login, refresh_tokens, ask, clock
        self._lock = RLock()
        self._access: str | None = None
        self._good_until: datetime | None = None

    def access(self, refused: str | None = None) -> str:
        """A token that is good; `refused` is one the server did not take, which is not given again."""
        with self._lock:
            now = self._clock()
            good = self._good_until is not None and now < self._good_until
            if self._access is None or not good or self._access == refused:
                self._take(self._renewed(), now)
            assert self._access is not None  # noqa: S101 -- taken one line above
            return self._access

    def _renewed(self) -> Node:
        login = {"client_id": self._login.client_id, "client_secret": self._login.client_secret}
        person = self._by_password(login)
        if token := self._kept.load():
            form = {**login, "grant_type": "refresh_token", "refresh_token": token}
            try:
                # Shown twice, a refresh token ends all of its family: it is not sent anew.
                return self._ask(TOKEN_PATH, form, again=False)
            except (NotAdmitted, Unreachable):
                if person is None:
                    raise
        if person is None:
            raise NotAdmitted("There is neither a refresh token nor a user with a password.")
        return self._ask(PASSWORD_PATH, person, again=True)

    def _by_password(self, login: Form) -> Form | None:
        user, password = self._login.user_id, self._login.password
        if user is None or password is None:
            return None
        asked = {"user_id": user, "user_password": password, "realm": "/api", "response_type": "json"}
        return {**login, **asked}

    def _take(self, answer: Node, asked_at: datetime) -> None:
        access, seconds = text(answer, "access_token"), whole(answer, "expires_in")
        if access is None:
            raise NotAdmitted("The answer holds no access token.")
        if refresh := text(answer, "refresh_token"):
            self._kept.save(refresh)
        self._access = access
        self._good_until = asked_at + max(timedelta(seconds=seconds or 0) - EARLY, timedelta(seconds=1))
