"""Who comes in at the file server: by a key for SFTP, by a long password for FTPS."""

from seikyu.accounts import queries as accounts
from seikyu.accounts import store as counting
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.rules import FORGET_FAILURES_AFTER, wait_seconds, watched
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.notices.files import queries, store
from seikyu.notices.files.model import Guest


async def by_key(pool: Pool, clock: Clock, account: str, key_hash: bytes) -> Guest | None:
    """Whoever holds the key of an account."""
    async with pool.acquire() as connection:
        way = await queries.way(connection, account)
        if way is None or key_hash not in way.key_hashes:
            return None
        await store.used(connection, account, clock())
    return way.guest


async def by_password(
    pool: Pool, clock: Clock, passwords: Passwords, account: str, password: str, address: str
) -> Guest | None:
    """Whoever knows the password of an account; guessers are made to wait as at the login page."""
    watches = watched(f"files {account}", address)
    subjects = [watch.subject for watch in watches]
    async with passwords.slot():
        now = clock()
        async with pool.acquire() as connection:
            counted = await accounts.failures(connection, subjects, now - FORGET_FAILURES_AFTER)
            if any(wait_seconds(watch, counted.get(watch.subject), now) for watch in watches):
                return None
            way = await queries.way(connection, account)
        right = await passwords.matches(None if way is None else way.password_hash, password)
        if way is not None and right:
            async with transaction(pool, None) as connection:
                await counting.forget_failures(connection, subjects[:2])
                await store.used(connection, account, now)
            return way.guest
        async with transaction(pool, None if way is None else way.guest.company_id) as connection:
            await counting.count_failure(connection, subjects, now)
            if way is not None:
                event = Event("file_account.login_failed", "file_account", account, comment=address)
                await record(connection, way.guest.company_id, SYSTEM, now, [event])
    return None
