"""How much an export costs: as many statements for a thousand invoices as for ten, and little memory."""

import tracemalloc
from typing import Any

import asyncpg

from seikyu.kit.clock import system_clock
from seikyu.ledgers.actions.make import make
from seikyu.ledgers.formats import LAYOUTS
from seikyu.ledgers.model import Format
from seikyu.ledgers.packing import Packing
from seikyu.ledgers.wish import Wish
from seikyu.payments.queries import in_runs
from seikyu.receiving.queries import Filter
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.statements import note_query
from tests.ledgers.exporting import journalised
from tests.ledgers.papers import BOTH

A_CHUNK = 10
"""Statements that every further five hundred invoices may cost."""


async def cost(database_url: str, cast: Cast, format_: Format) -> tuple[int, int]:
    """Statements and invoices of an export."""
    statements: list[str] = []

    def note(record: Any) -> None:
        note_query(statements, record.query)

    connection = await asyncpg.connect(database_url)
    connection.add_query_logger(note)
    try:
        await connection.execute(f"BEGIN; SET LOCAL seikyu.company = '{cast.buyer.company_id}'")
        wish = Wish(format_, Filter(), only_new=False)
        export, _ = await make(connection, cast.buyer.actor, system_clock, wish, in_runs)
        await connection.execute("ROLLBACK")
    finally:
        await connection.close()
    return len(statements), export.invoices


async def test_a_thousand_invoices_cost_few_more_statements_than_ten(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    await journalised(doors, cast, 10)
    few = {format_: await cost(database_url, cast, format_) for format_ in Format}
    await journalised(doors, cast, 990)
    many = {format_: await cost(database_url, cast, format_) for format_ in Format}
    for format_ in Format:
        assert (few[format_][1], many[format_][1]) == (10, 1000)
        assert many[format_][0] - few[format_][0] <= A_CHUNK, format_


def test_a_large_file_never_lies_in_memory_as_it_is_written() -> None:
    packing = Packing(LAYOUTS[Format.RECEIVER])
    rows = [row for one in BOTH for row in LAYOUTS[Format.RECEIVER].rows(one)] * 10
    tracemalloc.start()
    try:
        for _ in range(40):
            packing.add(rows)
        _, packed = packing.finished()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert packing.rows == len(rows) * 40
    assert len(packed) < packing.size / 20
    assert most < packing.size / 4
