"""The published answer of 請求書更新 (update_answer.csv) against what is declared and written."""

import csv
from pathlib import Path
from typing import Any

from seikyu.docs import openapi_document
from seikyu.docs.records import ERROR
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.tables import rows

with (Path(__file__).parent / "update_answer.csv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))
ENTRY = "error_list[]."


def test_an_error_entry_is_declared_as_published() -> None:
    published = [row for row in TABLE if row["path"].startswith(ENTRY)]
    declared = [row for row in rows(ERROR, ENTRY) if not row.added]
    assert [{"path": row.path, "name": row.label, "type": row.type} for row in declared] == published


def test_an_entry_has_what_is_declared_and_nothing_else() -> None:
    entry = Fault("inv_no", codes.REQUIRED, {"label": "請求書番号"}).entry("ja")
    assert list(entry) == [field.name for field in ERROR.fields]


def test_the_envelope_leads_with_the_published_fields() -> None:
    document: Any = openapi_document("https://seikyu.example")
    put = document["paths"]["/v1/invoice/seller/invoices"]["put"]
    done = put["responses"]["200"]["content"]["application/json"]["schema"]
    top = [row["path"].removesuffix("[]") for row in TABLE if "." not in row["path"]]
    assert list(done["properties"])[:2] == top
