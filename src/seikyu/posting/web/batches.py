"""Batches: their state, files and letters; handing over again; reports of the mail house given on screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Option
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form_with_files
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.posting import batch_queries, queries
from seikyu.posting.actions.hand_over import ask_again
from seikyu.posting.actions.take_report import take_report
from seikyu.posting.batch_queries import Report
from seikyu.posting.mail_house import MOST_BYTES
from seikyu.posting.model import Batch, HandoverState, Letter
from seikyu.posting.web.entrance import BATCHES, HOME, Counts, back_to, entrance, tabs
from seikyu.posting.web.rows import Row, row_of
from seikyu.storage import objects
from seikyu.ui.format import When, moment
from seikyu.ui.lists import PAGE_SIZE, Tab
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.codes import REGISTRY
from seikyu.wire.faults import Refusal, sentence

ONE = f"{BATCHES}/{{batch_no}}"
REPORTS_SHOWN = 10
PROBLEMS_SHOWN = 50
KINDS = {
    HandoverState.PRINTING: "waiting",
    HandoverState.READY: "done",
    HandoverState.QUEUED: "waiting",
    HandoverState.HANDED_OVER: "done",
    HandoverState.FAILED: "attention",
}
UNDER_WAY = (HandoverState.PRINTING, HandoverState.QUEUED)


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, *, handed: bool, max_body_bytes: int
) -> list[Route]:
    """`/seller/posting/batches…` and `/seller/posting/reports`."""

    async def show_list(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            counts = await queries.counts(connection, owner)
            batches = await batch_queries.batches(connection, owner, PAGE_SIZE)
            reports = await batch_queries.reports(connection, owner, REPORTS_SHOWN)
        page = batches_view(actor, counts, batches, reports, pages.words(request))
        return pages.render(request, "posting/batches.html", page=page)

    async def show_one(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            batch = _found(await batch_queries.batch(connection, owner, _number(request)))
            letters = await queries.letters_of_batch(connection, owner, batch.batch_no)
        page = batch_view(batch, letters, pages.words(request), handed=handed)
        return pages.render(request, "posting/batch.html", page=page)

    async def show_file(kind: str, request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            batch = _found(await batch_queries.batch(connection, owner, _number(request)))
            digest = batch.pdf_sha256 if kind == "pdf" else batch.manifest_sha256
            stored = None if digest is None else await objects.get(connection, owner, digest)
        if stored is None:
            raise Refusal(codes.BATCH_NOT_PRINTED, status=404)
        headers = {
            "Content-Disposition": f'attachment; filename="{batch.name}.{kind}"',
            "Cache-Control": "private, no-store",
        }
        return Response(await objects.content(pool, stored), media_type=stored.media_type, headers=headers)

    async def hand_over_again(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await ask_again(connection, actor, clock, number)
        return back_to(f"{BATCHES}/{number}", "posting.notice.queued")

    async def give_report(request: Request, actor: Actor) -> Response:
        _, files = await read_form_with_files(request, min(max_body_bytes, MOST_BYTES))
        if not files:
            return back_to(BATCHES, "posting.notice.no_file")
        given = files[0]
        async with transaction(pool, actor.company.company_id) as connection:
            taken = await take_report(
                connection, actor.company.company_id, actor.author, clock, given.name[:200], given.content
            )
        if taken is None:
            return back_to(BATCHES, "posting.notice.taken_before")
        return back_to(BATCHES, "posting.notice.taken_partly" if taken[1] else "posting.notice.taken")

    option = Option.POSTAL_PROXY
    return [
        Route(BATCHES, entrance(pages, sessions, show_list, option, told=True), methods=["GET"]),
        Route(f"{HOME}/reports", entrance(pages, sessions, give_report, option), methods=["POST"]),
        Route(ONE, entrance(pages, sessions, show_one, option), methods=["GET"]),
        Route(f"{ONE}/hand-over", entrance(pages, sessions, hand_over_again, option), methods=["POST"]),
        Route(f"{ONE}/pdf", entrance(pages, sessions, partial(show_file, "pdf"), option), methods=["GET"]),
        Route(f"{ONE}/csv", entrance(pages, sessions, partial(show_file, "csv"), option), methods=["GET"]),
    ]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch."""

    href: str
    name: str
    state: str
    kind: str
    closed: When | None
    by: str
    letters: str
    pages: str
    printed: bool
    under_way: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A file of the mail house and what was wrong in it."""

    name: str
    received: When | None
    taken: str
    problems: Sequence[str]
    more: str


@dataclass(frozen=True, slots=True)
class BatchesPage:
    """The list of batches and the newest reports."""

    tabs: Sequence[Tab]
    rows: Sequence[BatchRow]
    reports: Sequence[ReportRow]
    under_way: bool


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch."""

    batch: BatchRow
    failure: str
    letters: Sequence[Row]
    hand_over: str


def batches_view(
    actor: Actor, counts: Counts, batches: Sequence[Batch], reports: Sequence[Report], words: Words
) -> BatchesPage:
    """The page of all batches."""
    rows = [_row(batch, words) for batch in batches]
    return BatchesPage(
        tabs(actor, counts, "batches", words),
        rows,
        [_report(report, words) for report in reports],
        any(row.under_way for row in rows),
    )


def batch_view(batch: Batch, letters: Sequence[Letter], words: Words, *, handed: bool) -> BatchPage:
    """The page of one batch; it can be handed over where there is somebody to hand to."""
    row = _row(batch, words)
    again = "posting.batch.print_again" if batch.pages is None else "posting.batch.hand_over"
    return BatchPage(
        row,
        batch.failure or "",
        [row_of(letter, words) for letter in letters],
        words(again) if not row.under_way and (handed or batch.pages is None) else "",
    )


def _row(batch: Batch, words: Words) -> BatchRow:
    return BatchRow(
        href=f"{BATCHES}/{batch.batch_no}",
        name=batch.name,
        state=words(f"posting.handover.{batch.state}"),
        kind=KINDS[batch.state],
        closed=moment(batch.closed_at),
        by=batch.closed_by,
        letters=f"{batch.letters:,}",
        pages="" if batch.pages is None else f"{batch.pages:,}",
        printed=batch.pages is not None,
        under_way=batch.state in UNDER_WAY,
    )


def _report(report: Report, words: Words) -> ReportRow:
    told = [
        words("posting.report.line", line=line, what=_told(code, value, words))
        for line, code, value in report.problems[:PROBLEMS_SHOWN]
    ]
    more = len(report.problems) - len(told)
    return ReportRow(
        report.name,
        moment(report.received_at),
        words("posting.report.taken", count=report.taken),
        told,
        words("posting.report.more", count=more) if more else "",
    )


def _told(code: str, value: str, words: Words) -> str:
    return sentence(REGISTRY[code], "", {"value": value}, words.language)


def _number(request: Request) -> int:
    return number_in_path(request, "batch_no", codes.BATCH_UNKNOWN)


def _found(batch: Batch | None) -> Batch:
    if batch is None:
        raise Refusal(codes.BATCH_UNKNOWN, status=404)
    return batch
