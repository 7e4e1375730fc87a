"""The published field table, transcribed once (update_request.csv), against what the declarations do."""

import copy
import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seikyu.invoices.wire import UPDATE_REQUEST, read_update
from seikyu.wire.faults import Fault
from seikyu.wire.tables import rows

HERE = Path(__file__).parent
SOUND = json.loads((HERE.parent / "faults" / "sound.json").read_text(encoding="utf-8"), parse_float=Decimal)
COLUMNS = ("path", "name", "type", "length", "required", "values", "note")
with (HERE / "update_request.csv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))
SCALARS = [row for row in TABLE if row["type"] not in {"オブジェクト", "配列", ""}]
INVOICE_SCALARS = [row for row in SCALARS if row["path"].startswith("invoices[].")]
OPTIONS = frozenset({"postal_proxy", "bulk_print"})


def test_the_declarations_print_the_published_table() -> None:
    printed = [
        dict(
            zip(
                COLUMNS,
                (row.path, row.label, row.type, row.length, row.mark, row.values, row.note),
                strict=True,
            )
        )
        for row in rows(UPDATE_REQUEST)
        if not row.added
    ]
    assert printed == TABLE


def test_what_is_not_published_is_marked_as_ours() -> None:
    assert [row.path for row in rows(UPDATE_REQUEST) if row.added] == ["invoices[].unit_tax_calc_sec"]


@pytest.mark.parametrize("row", INVOICE_SCALARS, ids=lambda row: row["path"])
def test_a_field_takes_what_the_table_allows(row: dict[str, str]) -> None:
    for value in allowed(row):
        assert faults_at(row, value) == [], value


@pytest.mark.parametrize("row", INVOICE_SCALARS, ids=lambda row: row["path"])
def test_a_field_refuses_what_the_table_does_not_allow(row: dict[str, str]) -> None:
    for value in (*refused(row), {"a": "b"}, ["a", "b"], True):
        found = faults_at(row, value)
        assert len(found) == 1, (value, found)
        assert found[0].detail("ja").startswith(row["name"])
        assert found[0].detail("en").startswith(row["path"].rpartition(".")[2])


def allowed(row: dict[str, str]) -> list[Any]:  # noqa: PLR0911 -- one case a type
    length = row["length"]
    if row["values"]:
        named = [value.partition(":")[0] for value in row["values"].split()]
        return [*named, *map(int, named)] if row["type"] == "数字" else named
    match row["type"]:
        case "文字列(DateTime)":
            return ["2026-01-31", "0001-01-01", "9999-12-31", " 2026-01-31 "]
        case "数字" if "," in length:
            whole, fraction = map(int, length.split(","))
            most = "9" * whole + "." + "9" * fraction
            return [most, "-" + most, 0, -1, "0." + "0" * fraction]
        case "数字" if "〜" in row["note"]:
            low, high = re.findall(r"\d+", row["note"])[:2]
            return [int(low), low, int(high), high]
        case "数字" if row["path"].endswith(("invoice_mng_num", "corp_genuine_id")):
            return ["9" * int(length), int("9" * int(length))]
        case "数字":
            most = "9" * int(length)
            return [most, "-" + most, int(most), -int(most), "0", "007", " 12 "]
        case _ if "XXX" in row["note"]:
            return ["123-4567"] if length == "8" else ["12345-6789-0123", "1-2-3"]
        case _ if "バイト" in row["note"]:
            return ["x" * int(length), "漢" * (int(length) // 2), "ｱ" * int(length)]
        case _:
            return [
                "x" * int(length),
                "漢" * int(length),
                "\U00020bb7" * int(length),
                "ｱA1-（株）"[: int(length)],
            ]


def refused(row: dict[str, str]) -> list[Any]:  # noqa: PLR0911 -- one case a type
    length = row["length"]
    if row["values"]:
        return ["7", "-1", "Ｓ", "０"]
    match row["type"]:
        case "文字列(DateTime)":
            return [
                "2026-02-30",
                "2026/01/31",
                "20260131",
                "2026-1-31",
                "2026-01-31T00:00",
                "２０２６-01-31",
                20260131,
            ]
        case "数字" if "," in length:
            whole, fraction = map(int, length.split(","))
            return [
                "1" + "0" * whole,
                "0." + "0" * (fraction + 1),
                "1.",
                ".5",
                "+1",
                "1e3",
                "１",
                "1,000",
                "NaN",
            ]
        case "数字":
            return [
                str(10 ** int(length)),
                10 ** int(length),
                10**300,
                "1.5",
                "1.0",
                "+1",
                "1e3",
                "１",
                "1 0",
                "二",
            ]
        case _ if "XXX" in row["note"]:
            return [
                "1234567",
                "123-45678",
                "1234-567",
                "１２３-4567",
                "123456-1-1",
                "1--1",
                "1-12345-1",
                "a-b-c",
                "03-1234",
            ]
        case _ if "バイト" in row["note"]:
            return ["x" * (int(length) + 1), "漢" * (int(length) // 2) + "x", "\x00", 1, "a\tb"]
        case _:
            return ["x" * (int(length) + 1), "\x00", "\x1b[0m", "\ufffe", 1, 1.5]


def faults_at(row: dict[str, str], value: Any) -> list[Fault]:
    """What is wrong at the field of a sound request once it has the value."""
    path = row["path"].replace("[]", "[0]")
    request = copy.deepcopy(SOUND)
    place: Any = request
    *way, last = [int(s) if s.isdigit() else s for s in re.findall(r"[^.\[\]]+", path)]
    for step in way:
        place = place[step]
    place[last] = value
    read = read_update(request, OPTIONS)
    return [fault for fault in read.invoices[0].faults if fault.path == path and fault.code.number[1] == "2"]
