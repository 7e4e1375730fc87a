"""An administrator changes a program, shuts it out or lets it in again, and has bodies of its calls kept."""

from seikyu.accounts.model import administrators_only
from seikyu.applications.actions.office import Office, find
from seikyu.applications.model import BODIES_FOR, Program
from seikyu.applications.rules import faults_in
from seikyu.db.pool import Connection
from seikyu.kit.stamp import stamp
from seikyu.oauth import client_store
from seikyu.oauth.client_queries import OwnClient
from seikyu.wire import codes
from seikyu.wire.faults import Fault

EMPTY = "（なし）"


async def change(
    connection: Connection, office: Office, client_id: str, stated: Program, began_from: str
) -> list[Fault]:
    """Change name, redirect URLs and addresses; return what stands against it."""
    administrators_only(office.actor)
    known = await find(connection, office, client_id, to_change=True)
    faults = faults_in(stated)
    if began_from != seen(known):
        faults = [Fault("", codes.EDITED_MEANWHILE), *faults]
    told = _changes(known, stated)
    if faults or not told:
        return faults
    await client_store.change_client(
        connection, office.owner, client_id, stated.name, stated.redirect_uris, stated.addresses
    )
    await office.record(connection, "client_changed", client_id, "\n".join(told))
    return []


async def disable(connection: Connection, office: Office, client_id: str) -> None:
    """Shut it out: no tokens, no calls, within seconds."""
    administrators_only(office.actor)
    await find(connection, office, client_id)
    if await client_store.disable(connection, office.owner, client_id, office.clock()):
        await office.record(connection, "client_disabled", client_id)


async def enable(connection: Connection, office: Office, client_id: str) -> None:
    """Let it in again."""
    administrators_only(office.actor)
    await find(connection, office, client_id)
    if await client_store.disable(connection, office.owner, client_id, None):
        await office.record(connection, "client_enabled", client_id)


async def keep_bodies(connection: Connection, office: Office, client_id: str) -> None:
    """Keep the bodies of its calls from now on, for a day."""
    administrators_only(office.actor)
    await find(connection, office, client_id, to_change=True)
    until = office.clock() + BODIES_FOR
    await client_store.keep_bodies(connection, office.owner, client_id, until)
    await office.record(connection, "bodies_kept", client_id)


async def stop_bodies(connection: Connection, office: Office, client_id: str) -> None:
    """Keep them no longer."""
    administrators_only(office.actor)
    known = await find(connection, office, client_id, to_change=True)
    if known.bodies_until is not None:
        await client_store.keep_bodies(connection, office.owner, client_id, None)
        await office.record(connection, "bodies_stopped", client_id)


def addresses_of(known: OwnClient) -> tuple[str, ...]:
    """The addresses as people write them: a single one without its length."""
    return tuple(
        str(one.network_address if one.prefixlen == one.max_prefixlen else one)
        for one in known.allowed_addresses
    )


def seen(known: OwnClient) -> str:
    """The stamp of what somebody who edits began from."""
    return stamp(known.name, *known.redirect_uris, "", *addresses_of(known))


def _changes(known: OwnClient, stated: Program) -> list[str]:
    shown = (
        ("アプリケーション名", known.name, stated.name),
        ("リダイレクトURL", " ".join(known.redirect_uris), " ".join(stated.redirect_uris)),
        ("接続元IPアドレス", " ".join(addresses_of(known)), " ".join(stated.addresses)),
    )
    return [f"{label}: {old or EMPTY} → {new or EMPTY}" for label, old, new in shown if old != new]
