"""The client whose tokens the console of the documentation uses: it can do what any public client can."""

from datetime import datetime

from seikyu.db.pool import Pool, transaction
from seikyu.docs.console import CLIENT_ID, WAITING_ROOM
from seikyu.oauth.store import NewClient, keep_public_client

NAME = "ドキュメントの「試す」"
NUMERIC, NAMED = "//127.0.0.1:", "//localhost:"


async def keep_console(pool: Pool, company_id: int, base_url: str, now: datetime) -> None:
    """Register it, or tell it where the sandbox answers this time: the port may be another than last time."""
    here = base_url + WAITING_ROOM
    redirect_uris = tuple(dict.fromkeys((here, here.replace(NUMERIC, NAMED))))
    async with transaction(pool, None) as connection:
        await keep_public_client(connection, NewClient(company_id, NAME, CLIENT_ID, redirect_uris), now)
