"""What machines and those who program them reach: tokens, the documentation, whether this process is well."""

import asyncio

from asyncpg import InterfaceError, PostgresError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from seikyu.db.pool import Pool
from seikyu.db.revisions import SchemaTooOld, check_schema, needed
from seikyu.docs import openapi_document
from seikyu.docs import web as docs_web
from seikyu.maintenance import api as maintenance_api
from seikyu.oauth import api as oauth_api
from seikyu.oauth import web as oauth_web
from seikyu.oauth.keys import SigningKeys
from seikyu.oauth.provider import Provider
from seikyu.routes.parts import Parts


def routes(parts: Parts) -> list[BaseRoute]:
    """`/openam/…`, `/docs…`, `/openapi.json`, `/healthz`, `/readyz`, `/static…` and their like."""
    environment = parts.settings.environment
    keys = SigningKeys(parts.pool, parts.clock, parts.base_url, parts.seals)
    provider = Provider(parts.pool, parts.clock, environment, parts.passwords, keys)
    return [
        *oauth_api.routes(provider),
        *oauth_web.routes(provider, parts.sessions, parts.pages),
        *maintenance_api.routes(parts.watch),
        *docs_web.routes(parts.pages, parts.base_url, sandbox=parts.sandbox),
        *_probes(parts.pool, parts.base_url),
        Mount("/static", parts.pages.static),
    ]


def _probes(pool: Pool, base_url: str) -> list[BaseRoute]:
    document = openapi_document(base_url)
    wanted = needed()

    async def openapi(_request: Request) -> Response:
        return JSONResponse(document)

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        try:
            async with asyncio.timeout(2):
                await check_schema(pool, wanted)
        except SchemaTooOld as problem:
            return PlainTextResponse(str(problem), 503)
        except (OSError, TimeoutError, PostgresError, InterfaceError):
            return PlainTextResponse("the database does not answer", 503)
        return PlainTextResponse("ok")

    return [Route("/openapi.json", openapi), Route("/healthz", alive), Route("/readyz", ready)]
