"""Tasks `invitations.invite` and `invitations.hand_over`."""

from uuid import UUID

from seikyu.accounts.queries import company
from seikyu.audit.model import Author
from seikyu.db.pool import Pool, transaction
from seikyu.invitations.actions.hand_over import HAND_OVER, hand_over
from seikyu.invitations.actions.invite import invite_quietly
from seikyu.invitations.actions.send import Inviter
from seikyu.invitations.model import Method
from seikyu.issuing.ways import IntoInbox
from seikyu.jobs.queue import Payload
from seikyu.jobs.work import Task
from seikyu.kit.clock import Clock
from seikyu.partners.inviting import BY_EMAIL, INVITE


def tasks(pool: Pool, clock: Clock, into_inbox: IntoInbox, base_url: str) -> list[Task]:
    """What the worker does for inviting."""

    async def invite(payload: Payload) -> None:
        owner = int(payload["company_id"])
        method = Method.EMAIL if payload["method"] == BY_EMAIL else Method.LETTER
        async with transaction(pool, owner) as connection:
            inviting = await company(connection, owner)
            if inviting is None:
                raise LookupError(f"there is no company {owner}")
            author = Author(
                owner,
                inviting.name,
                int(payload["user_id"]) or None,
                str(payload["name"]),
                str(payload["via"]),
            )
            inviter = Inviter(inviting, author, base_url)
            await invite_quietly(connection, inviter, clock(), UUID(str(payload["customer_id"])), method)

    async def go_on(payload: Payload) -> None:
        seller, buyer = int(payload["company_id"]), int(payload["buyer_company_id"])
        async with transaction(pool, seller) as connection:
            customer_id = UUID(str(payload["customer_id"]))
            await hand_over(connection, seller, customer_id, buyer, into_inbox, clock())

    return [Task(INVITE, invite), Task(HAND_OVER, go_on)]
