"""What the API tells of slips."""

from collections.abc import Sequence

from seikyu.journals.model import Entry, Leg, Proposal, Slip
from seikyu.journals.paper import Paper
from seikyu.journals.wire import NAMES
from seikyu.kit.jst import wire_time
from seikyu.wire.values import Node, Value


def slip_told(paper: Paper, slip: Slip | None, proposal: Proposal | None) -> Node:
    """One slip as it is stored, else as it is proposed."""
    shown = slip or proposal
    confirmed_at = None if slip is None else slip.confirmed_at
    return {
        "invoice_mng_num": str(paper.invoice.invoice_mng_num),
        "version": paper.invoice.version if slip is None else slip.version,
        "revision": 0 if slip is None else slip.revision,
        "slip_date": (paper.day if shown is None else shown.slip_date).isoformat(),
        "confirmed_flg": "0" if confirmed_at is None else "1",
        "confirmed_at": wire_time(confirmed_at),
        "proposed_flg": "1" if slip is None else "0",
        "amount": paper.amount,
        "entries": [] if shown is None else [_entry(entry) for entry in shown.entries],
    }


def lines_told(slip: Slip | None) -> list[Value]:
    """`journals` of an invoice in lists and single answers: a row for each entry, none without a slip."""
    if slip is None:
        return []
    flag = "0" if slip.confirmed_at is None else "1"
    rows: list[Value] = []
    for entry in slip.entries:
        told = _entry(entry)
        line = told.pop("line_no")
        rows.append({"line_no": line, "slip_date": slip.slip_date.isoformat(), **told, "confirmed_flg": flag})
    return rows


def _entry(entry: Entry) -> Node:
    return {
        "line_no": entry.line,
        **_side("debit", entry.debit),
        **_side("credit", entry.credit),
        "memo": entry.memo,
        "deduction_percent": entry.deduction,
        "deductible_tax": entry.deductible,
        "not_deductible_tax": entry.not_deductible,
    }


def _side(side: str, leg: Leg | None) -> Node:
    names: Sequence[str] = [part for code, (name, _) in NAMES.items() for part in (code, name)]
    told: Node = {f"{side}_{name}": None if leg is None else (getattr(leg, name) or None) for name in names}
    return {
        **told,
        f"{side}_amount": None if leg is None else leg.amount,
        f"{side}_tax": None if leg is None else leg.tax,
    }
