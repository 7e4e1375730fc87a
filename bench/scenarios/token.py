"""Refreshing tokens, each connection the family of its own; floor: the empty endpoint."""

from functools import partial
from urllib.parse import urlencode

import msgspec

from bench.load import Script, http, shared
from bench.measure import Comparison, Sample, Variant, compare
from bench.stage import FORM, Stage, Tokens

ENDPOINT = "/openam/oauth2/access_token?realm=/api"
CONNECTIONS = 4


async def run(stage: Stage) -> list[Comparison]:
    """Four clients that do nothing but refresh."""
    each = 50 if stage.quick else 300
    subject = Variant("refresh a token", partial(_refresh, stage, each))
    floor = Variant("empty endpoint", partial(_nowhere, stage, each))
    return [await compare("refresh", subject, [floor], stage.rounds, ["id_token signed anew each time"])]


async def _refresh(stage: Stage, each: int) -> Sample:
    first = [(await stage.tokens()).refresh_token for _ in range(CONNECTIONS)]
    client = {"client_id": stage.seeded.client_id, "client_secret": stage.seeded.client_secret}
    scripts = partial(_chains, client, first, each)
    return await stage.load(stage.web, CONNECTIONS, CONNECTIONS * each, scripts)


async def _nowhere(stage: Stage, each: int) -> Sample:
    client = {"client_id": stage.seeded.client_id, "client_secret": stage.seeded.client_secret}
    return await stage.load(stage.empty, CONNECTIONS, CONNECTIONS * each, partial(_repeated, client, each))


def _chains(client: dict[str, str], first: list[str], each: int, _connections: int) -> list[Script]:
    return [_chain(client, token, each) for token in first]


def _chain(client: dict[str, str], token: str, each: int) -> Script:
    for _ in range(each):
        answer = yield _request(client, token)
        token = msgspec.json.decode(answer, type=Tokens).refresh_token


def _repeated(client: dict[str, str], each: int, connections: int) -> list[Script]:
    return shared([_request(client, "x" * 66)] * each * CONNECTIONS, connections)


def _request(client: dict[str, str], token: str) -> bytes:
    form = {"grant_type": "refresh_token", "refresh_token": token, **client}
    return http("POST", ENDPOINT, urlencode(form).encode(), Content_Type=FORM)
