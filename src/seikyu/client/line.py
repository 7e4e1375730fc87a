"""The line to the server: requests that are repeated without being done twice, answers without floats."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from uuid import uuid4

import httpx

from seikyu.client.errors import Faults, NotAdmitted, Refused, Unreachable
from seikyu.client.model import Fault
from seikyu.client.tokens import Form, Login, RefreshTokens, Tokens
from seikyu.kit.clock import Clock
from seikyu.wire import faults as wire_faults
from seikyu.wire import json, xml
from seikyu.wire.values import Node, Value, nodes, text

Method = Literal["GET", "POST", "PUT"]
Spelling = Literal["json", "xml"]
Query = Mapping[str, str | int]

LONGEST_PAUSE = 30.0
UNAUTHORIZED, CONFLICT, TOO_MANY, BAD_REQUEST, BROKEN = 401, 409, 429, 400, 500
NOTHING_DONE = (TOO_MANY, 503)
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout)
MEDIA_TYPES = {"json": "application/json", "xml": "text/xml"}


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried, and how long the client waits at most when it is told to come back."""

    tries: int = 6
    longest_wait: float = 120.0
    timeout: float = 300.0
    wait: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, and the key under which it is done once."""

    tree: Value
    spelling: Spelling = "json"
    key: str | None = None


class Line:
    """Sends requests with a good token; broken lines, timeouts, 429 and 5xx are tried again."""

    def __init__(
        self,
        base_url: str,
        login: Login,
        refresh_tokens: RefreshTokens,
        patience: Patience,
        clock: Clock,
        transport: httpx.BaseTransport | None,
    ) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            timeout=patience.timeout,
            transport=transport,
            headers={"Accept": MEDIA_TYPES["json"]},
        )
        self._patience, self._clock = patience, clock
        self._tokens = Tokens(login, refresh_tokens, self._form, clock)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def log_in(self) -> None:
        """Get a token, unless there is a good one."""
        self._tokens.access()

    def read(self, path: str, query: Query | None = None) -> Node:
        """What a path tells; raise Refused."""
        return self._tree(self._call("GET", path, query, None))

    def content(self, path: str, query: Query | None = None) -> bytes:
        """The bytes of a file."""
        return self._call("GET", path, query, None).content

    def write(self, method: Method, path: str, body: Body) -> Node:
        """The answer to a body; raise Refused."""
        return self._tree(self._call(method, path, None, body))

    def write_batch(self, method: Method, path: str, body: Body) -> Node:
        """The answer to a batch, in which some may have been done though its status is 400."""
        return self._tree(self._call(method, path, None, body, batch=True))

    def _call(
        self, method: Method, path: str, query: Query | None, body: Body | None, *, batch: bool = False
    ) -> httpx.Response:
        headers: dict[str, str] = {}
        content: bytes | None = None
        if body is not None:
            content = json.write(body.tree) if body.spelling == "json" else xml.write(body.tree, "request")
            headers["Content-Type"] = MEDIA_TYPES[body.spelling]
            headers["Idempotency-Key"] = body.key or str(uuid4())
        token = self._tokens.access()
        answer = self._send(method, path, query, content, {**headers, "Authorization": f"Bearer {token}"})
        if answer.status_code == UNAUTHORIZED:
            token = self._tokens.access(refused=token)
            answer = self._send(method, path, query, content, {**headers, "Authorization": f"Bearer {token}"})
        if answer.is_success or (batch and answer.status_code == BAD_REQUEST):
            return answer
        refused = Faults if answer.status_code == BAD_REQUEST else Refused
        raise refused(answer.status_code, told(self._tree(answer)))

    def _form(self, path: str, form: Form, *, again: bool) -> Node:
        content = str(httpx.QueryParams(form)).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._send("POST", path, None, content, kind, again=again)
        tree = self._tree(answer)
        if not answer.is_success:
            raise NotAdmitted(text(tree, "error_description") or text(tree, "error") or answer.reason_phrase)
        return tree

    def _send(
        self,
        method: Method,
        path: str,
        query: Query | None,
        content: bytes | None,
        headers: Mapping[str, str],
        *,
        again: bool = True,
    ) -> httpx.Response:
        left = self._patience.tries
        pause = 0.5
        while True:
            left -= 1
            asked: float | None = None
            try:
                answer = self._http.request(method, path, params=query, content=content, headers=headers)
            except httpx.TransportError as problem:
                if not left or not (again or isinstance(problem, NEVER_SENT)):
                    raise Unreachable(f"{method} {path}: {type(problem).__name__} {problem}") from problem
            else:
                asked = self._asked_to_wait(answer)
                if not _passes(answer):
                    return answer
                undone = again or answer.status_code in NOTHING_DONE
                if not (left and undone) or (asked or 0) > self._patience.longest_wait:
                    raise Unreachable(f"{method} {path}: {answer.status_code}", asked)
            # Clients that were cut off together do not come back together.
            self._patience.wait(pause * random.uniform(0.5, 1) if asked is None else asked)  # noqa: S311 -- no secret
            pause = min(2 * pause, LONGEST_PAUSE)

    def _asked_to_wait(self, answer: httpx.Response) -> float | None:
        given = answer.headers.get("Retry-After", "")
        if given.isdecimal():
            return float(given)
        try:
            moment = parsedate_to_datetime(given)
        except ValueError:
            return None
        return max(0.0, (_aware(moment) - self._clock()).total_seconds())

    def _tree(self, answer: httpx.Response) -> Node:
        try:
            tree = json.read(answer.content)
        except wire_faults.Refusal:
            tree = None
        if not isinstance(tree, dict):
            raise Unreachable(f"{answer.request.url.path}: {answer.status_code}, and no answer of the API")
        return tree


def told(answer: Node) -> tuple[Fault, ...]:
    """The `error_list` of an answer."""
    return tuple(map(fault_of, nodes(answer, "error_list")))


def fault_of(entry: Node) -> Fault:
    """An entry of `error_list`."""
    return Fault(*(text(entry, name) or "" for name in ("error_item", "error_code", "error_detail")))


def _passes(answer: httpx.Response) -> bool:
    """Whether it is worth coming back: another try may be answered otherwise."""
    busy = answer.status_code == CONFLICT and "Retry-After" in answer.headers
    return busy or answer.status_code == TOO_MANY or answer.status_code >= BROKEN


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
