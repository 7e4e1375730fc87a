"""`invitation_method` of a customer: what asking for an invitation needs, and asking for it (contract §4.2).

Inviting itself is another slice's: it is asked for by name, in the transaction of the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, enqueue
from seikyu.partners import queries
from seikyu.partners.rules import Settled
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Language
from seikyu.wire.values import Node, text

NOT_INVITED, BY_EMAIL, BY_POST = "0", "1", "2"
INVITE = "invitations.invite"

_LINKED = {
    "ja": "発行先はすでに受取側企業と連携しているため、招待は送信されません。",
    "en": "The customer is linked to a member company already; no invitation is sent.",
}


@dataclass(frozen=True, slots=True)
class Invite:
    """A wish to invite a customer: which, how, and where the request says so, in which element."""

    customer_id: UUID
    method: str
    path: str
    index: int = 0


Asked: TypeAlias = tuple[list[Fault], Invite | None]


def asked(given: Node, settled: Settled, path: str) -> Asked:
    """The invitation that a customer given asks for, and what it lacks as the master now stands."""
    method = text(given, "invitation_method")
    if method is None or method == NOT_INVITED or settled.master_id is None:
        return [], None
    customer = settled.shown
    if method == BY_EMAIL and customer["user_email"] is None:
        return [Fault(f"{path}.user_email", codes.INVITATION_NEEDS_EMAIL)], None
    if method == BY_POST and (customer["zip"] is None or not (customer["address1"] or customer["address2"])):
        return [Fault(f"{path}.zip", codes.INVITATION_NEEDS_ADDRESS)], None
    return [], Invite(settled.master_id, method, f"{path}.invitation_method")


async def invite(connection: Connection, actor: Actor, invites: Sequence[Invite]) -> list[Invite]:
    """Have customers invited that are linked to no member yet; return the wishes of those that are.

    A customer named more than once in a request is invited the way it was named last.
    """
    if not invites:
        return []
    owner = actor.company.company_id
    linked = await queries.buyers_of(connection, owner, {one.customer_id for one in invites})
    wanted = {one.customer_id: one for one in invites if one.customer_id not in linked}
    await enqueue(
        connection,
        [
            Job(
                INVITE,
                {
                    "company_id": owner,
                    "customer_id": str(one.customer_id),
                    "method": one.method,
                    "user_id": actor.user_id or 0,
                    "name": actor.name,
                    "via": actor.via,
                },
            )
            for one in wanted.values()
        ],
    )
    return [one for one in invites if one.customer_id in linked]


def told(linked: Sequence[Invite], language: Language) -> list[str]:
    """Warnings for customers that need no invitation."""
    return [f"{one.path}: {_LINKED[language]}" for one in linked]
