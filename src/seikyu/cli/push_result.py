"""The result file of `seikyu push`: what became of each invoice, and what keeps it from being sent twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from seikyu.cli.push_file import Element
from seikyu.client import Fault, Outcome
from seikyu.kit import csv_text

HEADER = ("番号", "結果", "請求書番号", "請求書管理番号", "行", "列", "項目", "エラーコード", "内容")
DONE, REFUSED, UNSENT = "完了", "エラー", "未送信"
KEYS_ARE_KEPT = timedelta(hours=23)
"""An hour less than by the server: what is begun now has to be sent as well."""


class Doubtful(Exception):  # noqa: N818 -- named for what sending would be
    """Sending the file might send something twice, and why."""


@dataclass(frozen=True, slots=True)
class Run:
    """Sending a file: its digest, when that was begun, whether it came to its end, and what was refused."""

    digest: str
    begun: datetime
    ended: bool = False
    refused: int = 0
    done: int = 0


def earlier(path: Path, digest: str, now: datetime) -> Run | None:
    """The run that left a result beside the file, if it is of the same content; raise Doubtful."""
    if not path.exists():
        return None
    run = _read(path)
    if run.digest != digest:
        if run.ended and not run.done:
            return None
        raise Doubtful(
            f"{path.name} tells of the file as it was before, invoices of which may have been sent. Send only"
            f" what is left, under another name, or remove {path.name} to send everything."
        )
    if not run.ended and now - run.begun > KEYS_ARE_KEPT:
        raise Doubtful(
            f"Sending was begun at {run.begun:%Y-%m-%d %H:%M} UTC and did not end; after a day the server"
            f" does not know the file again. Look up in the list of invoices what it has, send what is left"
            f" under another name, or remove {path.name} to send everything."
        )
    return run


def write_result(
    path: Path, run: Run, elements: Sequence[Element] = (), told: Sequence[Outcome | None] = ()
) -> None:
    """Write the file anew; what stood there stays until the new one is whole."""
    mark = f"{run.digest} {run.begun.isoformat()} {'ended' if run.ended else 'begun'}"
    rows: list[Sequence[str]] = [(*HEADER, mark)]
    for position, (element, outcome) in enumerate(zip(elements, told, strict=True)):
        rows += _lines(position, element, outcome)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(csv_text.write(rows, "utf-8"))
    new.replace(path)


def faults_of(element: Element, outcome: Outcome | None) -> list[Fault]:
    """What is wrong with an invoice, found here or told by the server."""
    own = [Fault(fault.path, fault.code.number, fault.detail("ja")) for fault in element.faults]
    return own or [*(outcome.faults if outcome else ())]


def _lines(position: int, element: Element, outcome: Outcome | None) -> list[Sequence[str]]:
    faults = faults_of(element, outcome)
    state = REFUSED if faults else UNSENT if outcome is None else DONE
    number = outcome.number if outcome is not None else None
    head = (str(position + 1), state, _text(element.tree.get("inv_no")), number or "")
    if not faults:
        return [(*head, "", "", "", "", "")]
    lines: list[Sequence[str]] = []
    for fault in faults:
        row, column = element.cell(fault.path) or ("", "")
        lines.append((*head, str(row), column, _text(fault.path), fault.code, _text(fault.detail)))
    return lines


def _text(value: object) -> str:
    return csv_text.harmless(value if isinstance(value, str) else "" if value is None else str(value))


def _read(path: Path) -> Run:
    try:
        header, *lines = csv_text.read(csv_text.decode(path.read_bytes())[0])
        digest, begun, state = header[len(HEADER)].split(" ")
        states = {line[0]: line[1] for line in lines}.values()
        done, refused = (sum(one == what for one in states) for what in (DONE, REFUSED))
        return Run(digest, datetime.fromisoformat(begun), state == "ended", refused, done)
    except (ValueError, IndexError):
        raise Doubtful(f"{path.name} is not a result of sending this file: move it away first.") from None
