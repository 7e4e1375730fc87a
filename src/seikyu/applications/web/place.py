"""What all screens here need, and where they are."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.applications.actions.office import Office
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.settings import Environment
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

HERE = "/settings/api"
NEW = f"{HERE}/programs/new"
ONE = f"{HERE}/programs/{{client_id}}"


@dataclass(frozen=True, slots=True)
class Place:
    """The application around the screens."""

    pool: Pool
    clock: Clock
    pages: Pages
    sessions: Sessions
    environment: Environment

    @property
    def sandbox(self) -> bool:
        """Whether this installation is a sandbox."""
        return self.environment is Environment.SANDBOX

    def office(self, actor: Actor) -> Office:
        """The actor at work."""
        return Office(actor, self.clock, self.environment)

    def route(
        self, path: str, method: str, handler: Callable[[Request, Actor], Awaitable[Response]]
    ) -> Route:
        """A screen."""
        return Route(path, door(self.pages, self.sessions, handler), methods=[method])


def client_id_of(request: Request) -> str:
    """The program an address names."""
    client_id: str = request.path_params["client_id"]
    return client_id


def address_of(client_id: str) -> str:
    """Where a program is."""
    return f"{HERE}/programs/{client_id}"


def done(path: str, what: str) -> Response:
    """Go on, and say what was done."""
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"applications.notice.{what}")
    return answer
