"""Every path of the OpenAPI document, fed with what fits it and what does not.

Whatever is sent, the answer is one that the document describes: its status, its content type, its schema.
Nothing is ever a server error, and nothing takes long.
"""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import BaseSchema, Case, CheckFunction, HookContext
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from seikyu.db.pool import Pool
from seikyu.docs import openapi_document
from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast
from tests.house.doors import answers, environment_for, free_port, start_process, until
from tests.house.papers import add_invoices

SECONDS = 20
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
"""Not that all that fits is taken and all else refused: whether an invoice can be corrected depends on more
than the body, and what is empty counts as left out."""

FIRST, THEN_EVERY = 30, 10
"""Of each kind of case that is worked out for a path (a field of a wrong type, one too long, …), how many of
the first are sent and which of the rest: an invoice has so many fields that all would be thousands. What each
field takes is tests/spec's to ask."""


def document() -> BaseSchema:
    """The document, from which not every case is made that could be."""
    made = schemathesis.openapi.from_dict(openapi_document("http://127.0.0.1:1"))
    seen: Counter[tuple[str, str]] = Counter()

    def filter_case(_: HookContext, case: Case[Any]) -> bool:
        kind = getattr(case.meta and case.meta.phase.data, "scenario", None)
        if kind is None:  # made by chance
            return True
        seen[case.operation.label, kind] += 1
        count = seen[case.operation.label, kind]
        return count <= FIRST or count % THEN_EVERY == 0

    made.hook(filter_case)
    return made


schema, of_invoices = document(), document().include(path_regex="invoice_mng_num")
often = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.generate],
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def base_url(pool: Pool, database_url: str) -> AsyncIterator[str]:
    """A web process of its own: these tests call it as programs do that know nothing of asyncio."""
    port = free_port()
    environment = {"SEIKYU_POOL_SIZE": str(pool.get_max_size())}
    process = start_process("web", environment_for(database_url, port, **environment))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            await until(lambda: answers(http))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def numbers(pool: Pool, cast: Cast) -> dict[str, list[int]]:
    """Invoices that are there, in every status."""
    return {
        "seller": [n for status in SellerStatus for n in await add_invoices(pool, cast, 3, status)],
        "buyer": await add_invoices(pool, cast, 20, SellerStatus.ISSUED),
    }


@schema.parametrize()
@often
def test_every_answer_is_one_that_the_document_describes(case: Case[Any], base_url: str, cast: Cast) -> None:
    ask(case, base_url, cast.seller.headers)


@of_invoices.parametrize()
@often
def test_so_is_every_answer_about_an_invoice_that_is_there(
    case: Case[Any], base_url: str, cast: Cast, numbers: dict[str, list[int]]
) -> None:
    side = "seller" if "/seller/" in case.path else "buyer"
    known = numbers[side]
    given = len(str((case.path_parameters or {}).get("invoice_mng_num"))) + len(str(case.body))
    number = str(known[given % len(known)])
    case.path_parameters = {**(case.path_parameters or {}), "invoice_mng_num": number}
    ask(case, base_url, (cast.seller if side == "seller" else cast.buyer).headers)


def ask(case: Case[Any], base_url: str, headers: dict[str, str]) -> None:
    answer = case.call(base_url=base_url, headers=headers, timeout=SECONDS)
    case.validate_response(answer, checks=CHECKS)
