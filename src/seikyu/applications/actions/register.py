"""A program is registered: on screen by an administrator, or on the command line by the operator."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from seikyu.applications.model import MOST_PROGRAMS, Program
from seikyu.applications.rules import faults_in
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.oauth.client_queries import clients
from seikyu.oauth.rules import LOOPBACK_NETWORKS
from seikyu.oauth.store import NewClient, register_client, register_public_client
from seikyu.settings import Environment
from seikyu.wire import codes
from seikyu.wire.faults import Fault


@dataclass(frozen=True, slots=True)
class Registered:
    """The id, and the secret, which is not to be had again; a public program has none."""

    client_id: str
    secret: str | None


async def register(
    connection: Connection,
    owner: int,
    author: Author,
    clock: Clock,
    program: Program,
    environment: Environment,
    *,
    confidential: bool,
) -> Registered | Sequence[Fault]:
    """Register a program, or tell all that stands against it; a taken id is told as such."""
    faults = faults_in(program)
    if len(await clients(connection, owner, environment)) >= MOST_PROGRAMS:
        faults.append(Fault("", codes.PROGRAMS_MANY, {"limit": MOST_PROGRAMS}))
    if faults:
        return faults
    now = clock()
    new = NewClient(
        owner,
        program.name,
        program.client_id,
        program.redirect_uris,
        program.addresses or LOOPBACK_NETWORKS,
        environment,
    )
    await connection.execute("SAVEPOINT registering")
    try:
        if confidential:
            registered = Registered(*await register_client(connection, new, now))
        else:
            registered = Registered(await register_public_client(connection, new, now), None)
    except asyncpg.UniqueViolationError:
        await connection.execute("ROLLBACK TO SAVEPOINT registering")
        return [Fault("client_id", codes.CLIENT_ID_TAKEN, {"value": program.client_id})]
    event = Event("client_added", "client", registered.client_id, comment=program.name)
    await record(connection, owner, author, now, [event])
    return registered
