"""What the screens and the API of webhooks need, and how both read an id in a path."""

from dataclasses import dataclass
from uuid import UUID

from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.seals import Seals
from seikyu.webhooks.addresses import Network
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class WebhooksDoor:
    """Webhooks may lie in the networks `private` though they are not of the public internet."""

    pool: Pool
    clock: Clock
    seals: Seals
    private: tuple[Network, ...]


def id_in(written: str, unknown: Code) -> UUID:
    """An id in a path; 404 with the code `unknown` when it is none."""
    try:
        return UUID(written)
    except ValueError:
        raise Refusal(unknown, status=404) from None
