"""The versions of an invoice: which there are, which one is looked at, their PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from seikyu.invoices.queries import VersionLine
from seikyu.ui.format import When, day, moment
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

# A browser's own viewer shows the file; nothing in the file may load anything.
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'"
)
UNFIT_FOR_A_NAME = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A version in the list; `pdf` is None while it has not been issued."""

    label: str
    made_at: When | None
    send_date: When | None
    newest: bool
    shown: bool
    href: str
    pdf: str | None


def shown_version(lines: Sequence[VersionLine], asked: int | None) -> VersionLine:
    """The version to look at: the one asked for, else the newest; Refusal when there is none."""
    for line in lines:
        if asked is None or line.version == asked:
            return line
    raise Refusal(codes.VERSION_UNKNOWN, status=404)


def version_links(
    path: str, lines: Sequence[VersionLine], shown: VersionLine, words: Words
) -> list[VersionLink]:
    """The versions of the invoice at `path`, newest first."""
    newest = lines[0].version
    return [
        VersionLink(
            label=words("invoices.version.number", number=line.version),
            made_at=moment(line.made_at),
            send_date=day(line.send_date),
            newest=line.version == newest,
            shown=line == shown,
            href=path if line.version == newest else f"{path}?version={line.version}",
            pdf=None if line.send_date is None else f"{path}/pdf?version={line.version}",
        )
        for line in lines
    ]


def pdf_answer(content: bytes | None, names: Sequence[str | None]) -> Response:
    """The file, to be looked at in the browser, under a name made of `names` (RFC 6266, RFC 8187)."""
    if content is None:
        raise Refusal(codes.DOCUMENT_NOT_READY, status=404)
    named = "_".join(
        part for part in (UNFIT_FOR_A_NAME.sub("-", name or "").strip("-.") for name in names) if part
    )
    plain = "".join(character if character.isascii() else "_" for character in named)
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(named)}.pdf",
            "Content-Security-Policy": PDF_POLICY,
            "Cache-Control": "private, no-store",
        },
    )
