"""Printing an invoice; floor: a document with one word on it, by the same compiler, fonts and standard."""

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from bench.invoices import invoice, request
from bench.measure import Comparison, Run, Sample, Variant, compare
from bench.stage import Stage
from seikyu.invoices.print import invoice_press, render
from seikyu.invoices.wire import canonical, read_update
from seikyu.kit.jst import JST
from seikyu.pdf.press import Press, open_press

ALMOST_EMPTY = Path(__file__).parent / "almost_empty.typ"
COUNT = 30
MADE = datetime(2026, 8, 1, tzinfo=JST)


async def run(stage: Stage) -> list[Comparison]:
    """Invoices of 10 and 100 lines."""
    press, plain = invoice_press(), open_press(ALMOST_EMPTY)
    found = []
    for lines in (10, 100):
        documents = _documents(lines, COUNT)
        note = f"{len(_print(documents[0], press)) / 1000:.0f} kB"
        subject = Variant(f"PDF, {lines} lines", _timed([partial(_print, doc, press) for doc in documents]))
        floor = Variant("almost empty document", _timed([partial(plain.print, b"{}", made=MADE)] * COUNT))
        found.append(await compare("PDF", subject, [floor], stage.rounds, [note]))
    return found


async def print_all(count: int) -> Sample:
    """So many invoices of ten lines, one after the other."""
    press = invoice_press()
    return await _timed([partial(_print, document, press) for document in _documents(10, count)])()


def _print(document: bytes, press: Press) -> bytes:
    day = date(2026, 8, 1)
    return render(document, invoice_mng_num=1_000_001, version=2, send_date=day, press=press)


def _documents(lines: int, count: int) -> list[bytes]:
    """No two alike, as in the worker: what the compiler remembers of one is of little use to the next."""
    numbers = range(1_000_001, 1_000_001 + count)
    reads = read_update(request([invoice(number, lines) for number in numbers]), frozenset()).invoices
    issuer = {"company_name": "株式会社青葉商事", "registration_number": "T6010401234567"}
    return [canonical({**read.document, "issuer": {**issuer}}) for read in reads]


def _timed(prints: Sequence[Callable[[], bytes]]) -> Run:
    async def run() -> Sample:
        latencies = []
        cpu, started = time.process_time(), time.perf_counter()
        for work in prints:
            begun = time.perf_counter()
            work()
            latencies.append(time.perf_counter() - begun)
        seconds = time.perf_counter() - started
        return Sample(seconds, len(prints), latencies, {"library": time.process_time() - cpu})

    return run
