"""Reading an update request with every check, from JSON and XML; floor: parsing alone."""

import time
from collections.abc import Callable

from bench.invoices import as_json, as_xml, invoice, request
from bench.measure import Comparison, Run, Sample, Variant, compare
from bench.stage import Stage
from seikyu.invoices.wire import read_update
from seikyu.wire import json, xml
from seikyu.wire.values import Value

COUNT = {10: 500, 100: 60}


async def run(stage: Stage) -> list[Comparison]:
    """Invoices of 10 and 100 lines."""
    found = []
    for lines, count in COUNT.items():
        invoices = [invoice(number, lines) for number in range(1_000_001, 1_000_001 + count)]
        for name, parse, body in (
            ("JSON", json.read, as_json(request(invoices))),
            ("XML", xml.read, as_xml(request(invoices, "xml"))),
        ):
            subject = Variant(f"validate {name}, {lines} lines", _timed(_validating(parse), body, count))
            floor = Variant("parse only", _timed(parse, body, count))
            note = f"{len(body) / count / 1000:.1f} kB each"
            found.append(await compare("invoice", subject, [floor], stage.rounds, [note]))
    return found


def _validating(parse: Callable[[bytes], Value]) -> Callable[[bytes], object]:
    return lambda body: read_update(parse(body), frozenset())


def _timed(work: Callable[[bytes], object], body: bytes, count: int) -> Run:
    async def run() -> Sample:
        cpu, started = time.process_time(), time.perf_counter()
        work(body)
        seconds = time.perf_counter() - started
        return Sample(seconds, count, cpu={"library": time.process_time() - cpu})

    return run
