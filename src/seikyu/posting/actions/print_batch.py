"""Make the files of a closed batch, once however often it is asked: one PDF for all letters, a manifest."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.pdf.press import Press
from seikyu.posting import batch_queries, queries, store
from seikyu.posting.binding import Part, bind_letters, page_count
from seikyu.posting.manifest import Row, write_manifest
from seikyu.posting.model import Batch, Enclosed, HandoverState, hand_over_job
from seikyu.posting.sheets.sheet import print_sheets, sender_of, sheet_of
from seikyu.storage import objects
from seikyu.wire import json

PDF, CSV = "application/pdf", "text/csv"


async def print_batch(
    pool: Pool, clock: Clock, press: Press, owner: int, batch_no: int, *, mail_house: bool
) -> None:
    """Print a batch and, where there is a mail house to hand to, ask for that.

    The printing is done between two transactions; a second worker that printed the same finds files there.
    """
    async with transaction(pool, owner) as connection:
        batch = await batch_queries.batch(connection, owner, batch_no)
        if batch is None or batch.pages is not None:
            return
        letters = await batch_queries.enclosed(connection, owner, batch_no)
        versions = [(letter.invoice_mng_num, letter.version) for letter in letters]
        stored = await batch_queries.prints(connection, owner, versions)
        membership = await queries.sender(connection, owner)
    prints = await objects.contents(pool, [one for _, one in stored.values()])
    papers = {
        number: (document, paper)
        for (number, (document, _)), paper in zip(stored.items(), prints, strict=True)
    }
    pdf, parts = await asyncio.to_thread(_bound, batch, letters, papers, membership, press)
    rows = [_row(letter, part, papers) for letter, part in zip(letters, parts, strict=True)]
    manifest = write_manifest(batch_no, rows, batch.encoding)
    async with transaction(pool, owner) as connection:
        now = clock()
        digests = (
            await objects.put(connection, owner, PDF, pdf, now),
            await objects.put(connection, owner, CSV, manifest, now),
        )
        pages = sum(part.pages for part in parts)
        if not await store.add_files(connection, owner, batch_no, pages, digests, now):
            return
        state = HandoverState.QUEUED if mail_house else HandoverState.READY
        await store.move_batch(connection, owner, batch_no, ([HandoverState.PRINTING], state), now)
        await enqueue(connection, [hand_over_job(owner, batch_no)] if mail_house else [])


def _bound(
    batch: Batch,
    letters: Sequence[Enclosed],
    papers: Mapping[int, tuple[bytes, bytes]],
    membership: tuple[str, ...],
    press: Press,
) -> tuple[bytes, list[Part]]:
    sheets = []
    for letter in letters:
        content, paper = papers[letter.invoice_mng_num]
        document = json.read(content)
        if not isinstance(document, dict):
            raise TypeError("a document is an object")
        known = (batch.batch_no, letter.sequence)
        pages = 1 + page_count(paper)
        sheets.append(sheet_of(letter.recipient, sender_of(document, membership), known, pages, press))
    covers = print_sheets(sheets, press, made=batch.closed_at)
    return bind_letters(covers, [papers[letter.invoice_mng_num][1] for letter in letters])


def _row(letter: Enclosed, part: Part, papers: Mapping[int, tuple[bytes, bytes]]) -> Row:
    digest = hashlib.sha256(papers[letter.invoice_mng_num][1]).hexdigest()
    return Row(letter.sequence, letter.invoice_mng_num, letter.recipient, part.pages, part.first_page, digest)
