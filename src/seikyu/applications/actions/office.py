"""Who keeps a company's programs, and finding one."""

from dataclasses import dataclass

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.oauth.client_queries import OwnClient, client
from seikyu.settings import Environment
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Office:
    """Who acts, by which clock, for the programs of which environment."""

    actor: Actor
    clock: Clock
    environment: Environment

    @property
    def owner(self) -> int:
        """The company."""
        return self.actor.company.company_id

    async def record(
        self, connection: Connection, action: str, client_id: str, comment: str | None = None
    ) -> None:
        """Write down what was done to a program."""
        event = Event(action, "client", client_id, comment=comment)
        await record(connection, self.owner, self.actor.author, self.clock(), [event])


async def find(
    connection: Connection, office: Office, client_id: str, *, to_change: bool = False
) -> OwnClient:
    """The program, or 404."""
    known = await client(connection, office.owner, client_id, office.environment, to_change=to_change)
    if known is None:
        raise Refusal(codes.PROGRAM_UNKNOWN, status=404)
    return known
