"""A page of 100 full invoices out of all; floors: the bare SELECT of the same bytes, the empty endpoint."""

import asyncio
import time
from dataclasses import dataclass
from functools import partial

import asyncpg

from bench.load import Load, Script, http, shared
from bench.measure import Comparison, Sample, Variant, compare
from bench.scenarios.update import UPDATE
from bench.seed import FIRST
from bench.stage import Stage

PAGE = 100
REQUESTS = 40
SELECT = """
    SELECT document FROM invoice_versions
    WHERE company_id = $1 AND invoice_mng_num BETWEEN $2 AND $3 AND version = 1
    ORDER BY invoice_mng_num
"""


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for, and the number of the first invoice that comes."""

    name: str
    query: str
    first: int


async def run(stage: Stage) -> list[Comparison]:
    """First, middle and last page, and a filter that most invoices pass."""
    last = stage.seeded.invoices // PAGE
    pages = [
        Page(name, f"page_no={page}", FIRST + (page - 1) * PAGE)
        for name, page in (("first", 1), ("middle", last // 2), ("last", last))
    ]
    pages.append(
        Page(
            "filtered", "page_no=2&wf_status=22&send_date_from=2026-01-01&inv_no=&amount_from=1", FIRST + PAGE
        )
    )
    await stage.settle()
    return [await _compared(stage, page) for page in pages]


async def _compared(stage: Stage, page: Page) -> Comparison:
    total = stage.seeded.invoices
    return await compare(
        "page",
        Variant(f"list 100 of {total:,}, {page.name}", partial(_get, stage, page)),
        [
            Variant("bare SELECT of the same bytes", partial(_select, stage, page)),
            Variant("empty endpoint", partial(_get_nowhere, stage, page)),
        ],
        stage.rounds,
    )


async def _get(stage: Stage, page: Page) -> Sample:
    token = (await stage.tokens()).access_token
    return await stage.load(stage.web, 1, REQUESTS, partial(_scripts, page, token))


async def _get_nowhere(stage: Stage, page: Page) -> Sample:
    return await stage.load(stage.empty, 1, REQUESTS, partial(_scripts, page, "nobody"))


def _scripts(page: Page, token: str, connections: int) -> list[Script]:
    target = f"{UPDATE}?response_type=json&{page.query}"
    return shared([http("GET", target, Authorization=f"Bearer {token}")] * REQUESTS, connections)


async def _select(stage: Stage, page: Page) -> Sample:
    return await stage.aside(partial(_bare, stage.url, stage.seeded.company_id, page.first), REQUESTS)


def _bare(url: str, owner: int, first: int) -> Load:
    return asyncio.run(_selected(url, owner, first))


async def _selected(url: str, owner: int, first: int) -> Load:
    connection = await asyncpg.connect(url, server_settings={"seikyu.company": str(owner), "jit": "off"})
    select = await connection.prepare(SELECT)
    latencies: list[float] = []
    cpu, started = time.process_time(), time.perf_counter()
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        rows = await select.fetch(owner, first, first + PAGE - 1)
        latencies.append(time.perf_counter() - begun)
        if len(rows) != PAGE:
            raise RuntimeError(f"a page has {PAGE} invoices, not {len(rows)}")
    load = Load(time.perf_counter() - started, latencies, time.process_time() - cpu)
    await connection.close()
    return load
