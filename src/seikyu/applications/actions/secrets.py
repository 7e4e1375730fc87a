"""A secret follows another; the old one goes on for as long as the program needs to learn the new one."""

from datetime import timedelta

from seikyu.accounts.model import administrators_only
from seikyu.applications.actions.office import Office, find
from seikyu.applications.model import MOST_SECRETS
from seikyu.db.pool import Connection
from seikyu.kit.jst import JST
from seikyu.kit.stamp import stamp
from seikyu.oauth import client_store
from seikyu.oauth.client_queries import Secret, secrets
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def rotate(
    connection: Connection, office: Office, client_id: str, overlap: timedelta, began_from: str
) -> str:
    """Give a new secret and return it, this once; refused (409) when somebody, or a reload, was sooner."""
    administrators_only(office.actor)
    known = await find(connection, office, client_id, to_change=True)
    if not known.confidential:
        raise Refusal(codes.PROGRAM_KEEPS_NO_SECRET, status=409)
    now = office.clock()
    good = await secrets(connection, office.owner, client_id, now)
    if began_from != seen(good):
        raise Refusal(codes.SECRET_MOVED, status=409)
    if overlap and len(good) >= MOST_SECRETS:
        raise Refusal(codes.SECRETS_TWO, status=409)
    until = now + overlap
    secret = await client_store.follow_secret(connection, office.owner, client_id, now, until)
    told = (
        f"旧シークレットの期限: {until.astimezone(JST):%Y/%m/%d %H:%M}" if overlap else "旧シークレット: 終了"
    )
    await office.record(connection, "secret_rotated", client_id, told)
    return secret


async def end_old(connection: Connection, office: Office, client_id: str) -> None:
    """Let only the newest secret be good from now on."""
    administrators_only(office.actor)
    await find(connection, office, client_id, to_change=True)
    if await client_store.end_old_secrets(connection, office.owner, client_id, office.clock()):
        await office.record(connection, "secret_ended", client_id)


def seen(good: list[Secret]) -> str:
    """The stamp of the secrets somebody saw: a form made before another secret came is out of date."""
    return stamp(*(secret.created_at.isoformat() for secret in good))
