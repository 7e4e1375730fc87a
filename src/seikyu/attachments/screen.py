"""The files of an invoice on its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.attachments.kinds import ENDINGS
from seikyu.attachments.model import (
    MEGABYTE,
    MOST_BYTES,
    MOST_BYTES_TOGETHER,
    MOST_FILES,
    Attachment,
)
from seikyu.ui.format import When, moment, size
from seikyu.ui.words import Words

ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file; `remove` is where taking it off is sent, empty when it cannot be."""

    name: str
    href: str
    kind: str
    size: str
    at: When | None
    remove: str


@dataclass(frozen=True, slots=True)
class FilesView:
    """All of them; `add` is where new ones are sent, empty when none can be added."""

    rows: Sequence[FileRow]
    add: str
    accept: str
    hint: str
    problems: Sequence[str]


def files_view(
    path: str, held: Sequence[Attachment], words: Words, *, open_: bool = False, problems: Sequence[str] = ()
) -> FilesView:
    """The files below `path` (`…/attachments`); `open_` while they can be changed."""
    full = len(held) >= MOST_FILES
    return FilesView(
        rows=[_row(path, one, open_=open_) for one in held],
        add=path if open_ and not full else "",
        accept=ACCEPTED,
        hint=words(
            "attachments.hint",
            each=MOST_BYTES // MEGABYTE,
            together=MOST_BYTES_TOGETHER // MEGABYTE,
            count=MOST_FILES,
        ),
        problems=problems,
    )


def _row(path: str, one: Attachment, *, open_: bool) -> FileRow:
    href = f"{path}/{one.attachment_id}"
    kind = one.name.rpartition(".")[2].upper()
    return FileRow(
        one.name, href, kind, size(one.size), moment(one.added_at), f"{href}/remove" if open_ else ""
    )
