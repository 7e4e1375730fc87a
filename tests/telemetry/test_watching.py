"""What operators see of a whole flow: figures, logs that name requests and nobody, traces."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg
import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from seikyu.http.logs import _Traceback
from seikyu.telemetry.otel import statement_name
from seikyu.telemetry.telling import WITHHELD, said
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PASSWORD, PUBLISHER_1, Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, answers, environment_for, free_port, until
from tests.house.papers import REASON, add_invoices, status_of

PROGRAM = "import sys; from seikyu.cli import main; sys.argv[0] = 'seikyu'; main()"


@dataclass
class Collector:
    """A collector of traces, as OTLP over HTTP wants one."""

    url: str = ""
    received: list[bytes] = field(default_factory=list)

    def spans(self) -> list[Span]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.received]
        return [
            span
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Listening on this machine."""
    found = Collector()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            found.received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Served:
    """A whole Seikyu in a process of its own."""

    process: subprocess.Popen[bytes]
    http: httpx.AsyncClient
    figures: httpx.AsyncClient


@asynccontextmanager
async def served(environment: dict[str, str], log: Path) -> AsyncIterator[Served]:
    """Run `seikyu serve` until the block ends, in order."""
    port, own = free_port(), free_port()
    given = {**environment, "SEIKYU_PORT": str(port), "SEIKYU_METRICS_PORT": str(own)}
    with log.open("wb") as stderr:
        process = subprocess.Popen(  # noqa: ASYNC220 -- returns at once
            [sys.executable, "-c", PROGRAM, "serve"],
            env={**os.environ, **given, "SEIKYU_BASE_URL": f"http://127.0.0.1:{port}"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    try:
        async with (
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{own}", timeout=30) as figures,
        ):
            await until(lambda: answers(http), 60)
            yield Served(process, http, figures)
        process.terminate()
        assert await asyncio.to_thread(process.wait, 30) == 0
    finally:
        process.kill()
        process.wait()


async def test_a_flow_is_counted_traced_and_logged_without_telling_of_anybody(
    doors: Doors, cast: Cast, database_url: str, collector: Collector, tmp_path: Path
) -> None:
    await doors.pool.execute("DELETE FROM pgqueuer")  # what other tests did not wait for is not counted here
    [number] = await add_invoices(doors.pool, cast)
    log = tmp_path / "log"
    # Nobody takes the mail: that fails, and is logged.
    environment = environment_for(
        database_url,
        1,
        SEIKYU_LOG_LEVEL="info",
        SEIKYU_OTEL_ENDPOINT=collector.url,
        SEIKYU_SMTP_HOST="127.0.0.1",
        SEIKYU_SMTP_PORT=str(free_port()),
        SEIKYU_SMTP_TLS="none",
    )
    async with served(environment, log) as whole:
        request_id = await flow(whole.http, doors, cast, number)
        text = (await whole.figures.get("/metrics")).text
        assert (await whole.http.get("/metrics")).status_code == 404
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert_counted(text, number)
    assert_logged(lines, request_id)
    assert_traced(collector.spans())
    everything = log.read_text(encoding="utf-8") + text + repr(collector.received)
    for value in secrets_of(cast):
        assert value not in everything, value
    for party in (cast.seller, cast.buyer):
        assert not re.search(rf"\b{party.company_id}\b", text), "a figure tells of a company"


async def flow(http: httpx.AsyncClient, doors: Doors, cast: Cast, number: int) -> str:
    """Log in, correct an invoice, let it be issued, open it, send it back; the id of the correction."""
    login = {"pfid": cast.seller.user.pfid, "password": PASSWORD}
    await http.post("/login", data=login, headers={"Sec-Fetch-Site": "same-origin"})
    await http.post("/login", data={**login, "password": "falsch"}, headers={"Sec-Fetch-Site": "same-origin"})
    await http.get(INVOICES, params={"access_token": cast.seller.token})
    wrong = {"response_type": "json", "invoices": [{**BANK_1, "customer": BUYER_AS_CUSTOMER}]}
    assert (await http.put(INVOICES, json=wrong, headers=cast.seller.headers)).status_code == 400
    fixed = {"response_type": "json", "invoices": [{"invoice_mng_num": number, "inv_show_amount": 1}]}
    answer = await http.put(INVOICES, json=fixed, headers=cast.seller.headers)
    assert answer.status_code == 200, answer.text

    async def issued() -> bool:
        return await status_of(doors.pool, cast.seller.company_id, number) == (22, 2)

    await until(issued)
    await until(lambda: mail_was_tried(doors))
    back = await http.post(f"{RECEIVED}/{number}/return", json={"reason": REASON}, headers=cast.buyer.headers)
    assert back.status_code == 200, back.text
    request_id: str = answer.headers["x-request-id"]
    return request_id


async def mail_was_tried(doors: Doors) -> bool:
    """Whether sending the mail has failed once."""
    query = "SELECT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = 'mail.send' AND attempts > 0)"
    return bool(await doors.pool.fetchval(query))


def secrets_of(cast: Cast) -> set[str]:
    """Everything that is somebody's."""
    parties = (cast.seller, cast.buyer, cast.outsider)
    people = {
        value
        for party in parties
        for value in (
            party.user.name,
            party.user.pfid,
            party.company.name,
            party.token,
            party.client_secret,
        )
    }
    papers = {*PUBLISHER_1.values(), *BANK_1.values(), *BUYER_AS_CUSTOMER.values()}
    return {*people, PASSWORD, "falsch", REASON, *(value for value in papers if len(str(value)) > 4)}


def assert_counted(text: str, number: int) -> None:
    """Figures tell of published paths, and of nobody's."""
    assert re.search(
        r'seikyu_http_request_duration_seconds_count\{method="POST",'
        r'route="/v1/invoice/buyer/invoices/\{[a-z_:]+\}/return",status="200"\} 1\.0',
        text,
    ), text
    assert 'seikyu_jobs_total{end="done",task="issuing.issue"} 1.0' in text
    assert 'seikyu_jobs_total{end="again",task="mail.send"}' in text
    assert 'seikyu_job_latency_seconds_count{task="issuing.issue"} 1.0' in text
    assert re.search(r'seikyu_faults_total\{code="E\d{6}"\}', text)
    assert 'seikyu_jobs_in_queue{status="later",task="mail.send"}' in text
    assert 'seikyu_database_connections{state="most"} 10.0' in text
    assert 'seikyu_build_info{part="serve",' in text
    assert str(number) not in re.sub(r"[\d.e+]+$", "", text, flags=re.MULTILINE)


def assert_logged(lines: list[dict[str, Any]], request_id: str) -> None:
    """Every line is JSON, and a job's names the request that asked for it."""
    jobs = [line for line in lines if line["event"] == "job" and line["task"] == "issuing.issue"]
    assert [line["request_id"] for line in jobs] == [request_id]
    failed = [line for line in lines if line["event"].startswith("job failed")]
    assert failed
    assert {line["task"] for line in failed} == {"mail.send"}
    assert request_id in {line["request_id"] for line in failed}


def assert_traced(spans: list[Span]) -> None:
    """The job that issues stands in the trace of its request, with its statements."""
    by_id = {span.span_id: span for span in spans}
    [job] = [span for span in spans if span.name == "issuing.issue"]
    request = by_id[job.parent_span_id]
    assert request.name == f"PUT {INVOICES}"
    assert request.trace_id == job.trace_id
    inside = {span.name for span in spans if span.parent_span_id == job.span_id}
    assert "UPDATE invoices" in inside
    mail = next(span for span in spans if span.name == "smtp")
    assert by_id[mail.parent_span_id].name == "mail.send"
    assert mail.status.code == mail.status.STATUS_CODE_ERROR


def test_an_exception_s_words_are_told_only_where_they_are_nobody_s() -> None:
    double = asyncpg.UniqueViolationError('duplicate key value violates "users_pfid"')
    double.detail = "Key (lower(pfid))=(taro@example.jp) already exists."
    assert said(double) == 'UniqueViolationError: duplicate key value violates "users_pfid"'
    assert said(asyncpg.DataError("invalid input for query argument $1: '山田'")) == f"DataError: {WITHHELD}"
    assert said(KeyError("山田")) == f"KeyError: {WITHHELD}"
    assert said(ConnectionRefusedError("refused")) == "ConnectionRefusedError: refused"
    try:
        try:
            raise double
        except asyncpg.UniqueViolationError as cause:
            raise ExceptionGroup("山田", [ValueError("taro@example.jp")]) from cause
    except ExceptionGroup as group:
        told = json.dumps(_Traceback(whole=False)((type(group), group, group.__traceback__)))
    assert "users_pfid" in told
    assert "taro" not in told
    assert "山田" not in told


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("BEGIN; SET LOCAL jit = off; SET LOCAL seikyu.company = '100001'", "BEGIN"),
        ("SELECT * FROM unnest($1::text[]) AS u JOIN invoices AS i USING (x)", "SELECT invoices"),
        ("\n  UPDATE invoices SET status = 22 WHERE company_id = 100001", "UPDATE invoices"),
    ],
)
def test_a_statement_is_named_by_verb_and_table(query: str, name: str) -> None:
    assert statement_name(query) == name
