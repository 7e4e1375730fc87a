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
from seikyu.wire.values import nodes

ALMOST_EMPTY = Path(__file__).parent / "almost_empty.typ"
COUNT = 30
NOTES = (
    "item_slip_no",
    "item_prod_code",
    "item_sec_code",
    "item_sec_name",
    "detail_remarks",
    "item_free_txt1",
)
MADE = datetime(2026, 8, 1, tzinfo=JST)


async def run(stage: Stage) -> list[Comparison]:
    """Invoices of 10 and 100 lines."""
    press, plain = invoice_press(), open_press(ALMOST_EMPTY)
    found = []
    for lines, noted in ((10, False), (10, True), (100, True)):
        documents = _documents(lines, COUNT, noted=noted)
        note = f"{len(_print(documents[0], press)) / 1000:.0f} kB"
        subject = Variant(
            f"PDF, {lines} lines{', each with notes' if noted else ''}",
            _timed([partial(_print, doc, press) for doc in documents]),
        )
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


def _documents(lines: int, count: int, *, noted: bool = True) -> list[bytes]:
    """No two alike, as in the worker: what the compiler remembers of one is of little use to the next.

    Codes, departments and remarks are printed below their line as notes; not every supplier gives them.
    """
    numbers = range(1_000_001, 1_000_001 + count)
    reads = read_update(request([invoice(number, lines) for number in numbers]), frozenset()).invoices
    if not noted:
        for line in (line for read in reads for line in nodes(read.document, "details")):
            line.update(dict.fromkeys(NOTES))
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
