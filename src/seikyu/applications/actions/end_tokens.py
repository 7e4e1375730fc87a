"""An administrator ends the tokens that a program of the company holds."""

from uuid import UUID

from seikyu.accounts.model import administrators_only
from seikyu.applications.actions.office import Office, find
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.oauth.client_store import end_families
from seikyu.oauth.model import EndReason


async def end_tokens(connection: Connection, office: Office, client_id: str, family_id: UUID | None) -> None:
    """End those of one consent, or (None) all; each company whose people they spoke for has it in its log."""
    administrators_only(office.actor)
    await find(connection, office, client_id)
    now = office.clock()
    companies = await end_families(connection, office.owner, client_id, family_id, now)
    event = Event("tokens_ended", "client", client_id, comment=EndReason.WITHDRAWN)
    for company_id in sorted({*companies, *([office.owner] if companies else [])}):
        await act_for(connection, company_id)
        await record(connection, company_id, office.actor.author, now, [event])
    await act_for(connection, office.owner)
