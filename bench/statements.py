"""How many statements an update takes: those a fixed request sends, counted by the driver."""

from bench.invoices import invoice, request
from bench.seed import FIRST
from bench.stage import Stage
from seikyu.accounts.model import Actor, Company, Plan, Via
from seikyu.db.pool import open_pool, transaction
from seikyu.invoices.wire import read_update
from seikyu.issuing.actions.update import update
from seikyu.kit.clock import system_clock


async def statements(stage: Stage, size: int, lines: int) -> int:
    """Statements of one update of `size` invoices, beside its BEGIN and COMMIT; it is rolled back."""
    seeded = stage.seeded
    company = Company(seeded.company_id, "株式会社青葉商事", Plan.PAID, frozenset(), None)
    actor = Actor(company, None, "bench", Via.API)
    tree = request([invoice(number, lines) for number in range(FIRST, FIRST + size)])
    reads = read_update(tree, frozenset()).invoices
    await stage.send_back()
    seen: list[str] = []
    pool = await open_pool(stage.url, size=1)
    try:
        # A new connection asks for the database's types first: what counts is the second time.
        for _ in range(2):
            async with transaction(pool, seeded.company_id) as connection:
                seen.clear()
                with connection.query_logger(lambda record: seen.append(record.query)):
                    faults = await update(connection, actor, system_clock, reads)
                if faults:
                    raise RuntimeError(f"the benchmark's invoices are at fault: {faults[0]}")
                await connection.execute(f"ROLLBACK; BEGIN; SET LOCAL seikyu.company = '{seeded.company_id}'")
    finally:
        await pool.close()
    return len(seen)
