"""`seikyu push` as an office runs it: what it sends, tells, and does not send twice."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from seikyu.kit import csv_text
from seikyu.uploads.files import written
from seikyu.uploads.layout import STANDARD
from seikyu.wire import json, xml
from tests.client.house import WRONG, invoices
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import Doors
from tests.issuing.registering import count_invoices, forget_jobs
from tests.uploads.house import HEADS, know_customers, standard
from tests.uploads.house import invoices as lines

SEIKYU = Path(sys.executable).with_name("seikyu")


async def push(
    doors: Doors, party: Party, file: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    secrets = {"SEIKYU_CLIENT_SECRET": party.client_secret, "SEIKYU_USER_PASSWORD": PASSWORD, **environment}
    asked = ["--url", str(doors.http.base_url), "--client-id", party.client_id, "--user", party.user.pfid]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SEIKYU, "push", file, *asked],
            env={**os.environ, **secrets},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return await asyncio.to_thread(run)


def leave_as_after_a_crash(result: Path) -> None:
    header = result.read_text("utf-8-sig").partition("\n")[0]
    result.write_text(header.replace("ended", "begun"), "utf-8")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def result_of(file: Path) -> list[list[str]]:
    return [*csv_text.read(csv_text.decode(Path(f"{file}.result.csv").read_bytes())[0])][1:]


async def test_a_json_file_is_sent_once_and_what_is_wrong_is_left_to_be_corrected(
    doors: Doors, cast: Cast, tmp_path: Path
) -> None:
    given: list[Any] = invoices(range(500))
    for place, wrong in WRONG.items():
        given[place] |= wrong
    file = tmp_path / "august.json"
    file.write_bytes(json.write({"response_type": "json", "invoices": given}))
    first = await push(doors, cast.seller, file)
    assert (first.returncode, first.stdout) == (1, "497 of 500 done, 3 refused: august.json.result.csv\n")
    assert "497 / 497" not in first.stderr
    assert "500 / 500" in first.stderr
    told = result_of(file)
    wrong_lines = [(int(line[0]) - 1, line[6]) for line in told if line[1] == "エラー"]
    assert sorted(wrong_lines) == sorted((place, path) for place, wrong in WRONG.items() for path in wrong)
    assert len({line[3] for line in told if line[1] == "完了"}) == 497
    assert await count_invoices(doors, cast) == 497

    again = await push(doors, cast.seller, file)
    assert (again.returncode, "sent before" in again.stderr) == (1, True)
    leave_as_after_a_crash(tmp_path / "august.json.result.csv")
    assert (await push(doors, cast.seller, file)).returncode == 1
    assert result_of(file) == told
    changed = file.read_bytes() + b" "
    file.write_bytes(changed)
    assert (await push(doors, cast.seller, file)).returncode == 2
    assert await count_invoices(doors, cast) == 497

    rest = tmp_path / "august.json.rest.json"
    left = json.read(rest.read_bytes())
    assert isinstance(left, dict)
    assert left["invoices"] == [given[place] for place in WRONG]
    rest.write_bytes(json.write({**left, "invoices": [*invoices(WRONG)]}))
    assert (await push(doors, cast.seller, rest)).returncode == 0
    assert await count_invoices(doors, cast) == 500
    await forget_jobs(doors, cast)


async def test_an_xml_file_is_sent(doors: Doors, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "august.xml"
    details = [{"item_name": "保守料", "item_qty": 1, "item_price": "1000.5"}]
    given: list[Any] = invoices([1], details=details)
    file.write_bytes(xml.write({"response_type": "xml", "invoices": given}, "request"))
    pushed = await push(doors, cast.seller, file)
    assert (pushed.returncode, pushed.stdout) == (0, "1 of 1 done, 0 refused: august.xml.result.csv\n")
    [line] = result_of(file)
    assert line[1] == "完了"
    await forget_jobs(doors, cast)


async def test_csv_and_excel_in_the_standard_layout_are_sent_and_faults_told_by_cell(
    doors: Doors, cast: Cast, tmp_path: Path
) -> None:
    await know_customers(doors, cast, "C-1")
    file = tmp_path / "august.csv"
    bad = {"pay_due_date": "あした", "details.tax_rate_sec": "百"}
    file.write_bytes(standard(*lines(2), *lines(1, 3, **bad), encoding="cp932"))
    pushed = await push(doors, cast.seller, file)
    assert pushed.returncode == 1, pushed.stderr
    assert [line[1:3] for line in result_of(file)][:2] == [["完了", "U-1"], ["完了", "U-2"]]
    assert [line[4:6] for line in result_of(file)[2:]] == [["4", "入金期限"], ["4", "税率"]]
    rest = tmp_path / "august.csv.rest.csv"
    assert "U-3" in rest.read_text("utf-8-sig")
    assert "U-1" not in rest.read_text("utf-8-sig")

    book = tmp_path / "september.xlsx"
    rows = [[line.get(path, "") for _, path in STANDARD] for line in lines(3, 11)]
    book.write_bytes(written("xlsx", "utf-8", HEADS, rows))
    assert (await push(doors, cast.seller, book)).returncode == 0
    assert await count_invoices(doors, cast) == 5
    await forget_jobs(doors, cast)


async def test_misuse_ends_with_2_and_sends_nothing(doors: Doors, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("品名,金額\n保守料,1000\n", "utf-8")
    assert (await push(doors, cast.seller, file)).returncode == 2
    assert (await push(doors, cast.seller, file, SEIKYU_CLIENT_SECRET="")).returncode == 2
    wrong = tmp_path / "wrong.json"
    wrong.write_bytes(json.write({"invoices": [*invoices([1])]}))
    shut_out = await push(doors, cast.seller, wrong, SEIKYU_USER_PASSWORD="wrong")
    assert (shut_out.returncode, "Nothing was sent" in shut_out.stderr) == (1, True)
    assert names_in(tmp_path) == {"own.csv", "wrong.json"}
    assert await count_invoices(doors, cast) == 0
