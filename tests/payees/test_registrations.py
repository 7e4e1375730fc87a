"""登録番号: good on a day or not, by the public list that operators take in (law 2.10)."""

import csv
import io
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.payees.actions.take_in_list import NotThePublicList, TakenIn, take_in_list
from seikyu.payees.queries import registration, registration_of
from seikyu.payees.registrations import Period, Standing, on_day
from tests.house.cast import Cast
from tests.house.doors import Doors, environment_for
from tests.payees.test_linking import add_payee

SEIKYU = Path(sys.executable).with_name("seikyu")
TODAY = date(2026, 11, 21)


def new_number() -> str:
    return f"T{random.randint(10**12, 10**13 - 1)}"


def row(
    number: str,
    registered: str = "2023-10-01",
    *,
    updated: str = "2023-10-01",
    cancelled: str = "",
    expired: str = "",
    process: str = "01",
    name: str = "株式会社青葉商事",
) -> list[str]:
    cells = [""] * 24
    cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6] = (
        "1",
        number,
        process,
        "0",
        "2",
        "1",
        "1",
    )
    cells[7:12] = [registered, updated, cancelled, expired, "東京都千代田区千代田１－１"]
    cells[18] = name
    return cells


async def take_in(pool: Pool, *rows: Sequence[str]) -> TakenIn:
    digest = random.randbytes(32)
    async with transaction(pool, None) as connection:
        return await take_in_list(connection, rows, digest, TODAY, system_clock())


async def standing(pool: Pool, number: str, day: date) -> Standing:
    async with transaction(pool, None) as connection:
        return (await registration(connection, number, day)).standing


@pytest.mark.parametrize(
    ("day", "cancelled", "expired", "expected"),
    [
        (date(2023, 9, 30), "", "", Standing.NOT_YET),
        (date(2023, 10, 1), "", "", Standing.VALID),
        (date(2026, 3, 31), "2026-04-01", "", Standing.VALID),
        (date(2026, 4, 1), "2026-04-01", "", Standing.CANCELLED),
        (date(2026, 3, 31), "", "2026-04-01", Standing.VALID),
        (date(2026, 4, 1), "", "2026-04-01", Standing.EXPIRED),
    ],
)
async def test_a_number_is_good_from_its_registration_until_it_ends(
    pool: Pool, day: date, cancelled: str, expired: str, expected: Standing
) -> None:
    number = new_number()
    await take_in(pool, row(number, cancelled=cancelled, expired=expired))
    assert await standing(pool, number, day) is expected
    assert await standing(pool, new_number(), day) is Standing.NOT_FOUND


def test_while_no_list_was_taken_in_nothing_is_said() -> None:
    assert on_day("T1", [], TODAY, None).standing is Standing.UNCHECKED
    assert on_day(None, [], TODAY, TODAY).standing is Standing.UNSET


def test_a_number_that_was_registered_twice_has_two_times() -> None:
    first = Period("T1", date(2023, 10, 1), date(2024, 4, 1), None, TODAY, "甲", None, corporation=True)
    second = Period("T1", date(2025, 1, 1), None, None, TODAY, "甲", None, corporation=True)
    days = [date(2023, 12, 1), date(2024, 6, 1), date(2025, 6, 1)]
    found = [on_day("T1", [second, first], day, TODAY).standing for day in days]
    assert found == [Standing.VALID, Standing.CANCELLED, Standing.VALID]


async def test_the_newer_row_stays_however_the_files_come(pool: Pool) -> None:
    number = new_number()
    await take_in(pool, row(number, updated="2026-04-01", cancelled="2026-04-01", process="04"))
    await take_in(pool, row(number, updated="2023-10-01"))
    assert await standing(pool, number, TODAY) is Standing.CANCELLED
    await take_in(pool, row(number, updated="2026-05-01", process="99"))
    assert await standing(pool, number, TODAY) is Standing.NOT_FOUND


async def test_a_file_with_a_strange_row_is_refused_whole(pool: Pool) -> None:
    number = new_number()
    with pytest.raises(NotThePublicList, match="row 2"):
        await take_in(pool, row(number), ["1", "2"])
    async with transaction(pool, None) as connection:
        found = await connection.fetchval(
            "SELECT count(*) FROM public_registrations WHERE registration_number = $1", number
        )
    assert found == 0


async def test_a_large_file_is_taken_in_by_parts(pool: Pool) -> None:
    numbers = [f"T{9 * 10**12 + n}" for n in range(12_001)]
    taken = await take_in(pool, *(row(number, updated="2026-11-20") for number in numbers))
    assert (taken.rows, taken.as_of) == (12_001, date(2026, 11, 20))
    assert await standing(pool, numbers[-1], TODAY) is Standing.VALID


async def test_payees_are_told_by_what_the_list_says_of_their_numbers(doors: Doors, cast: Cast) -> None:
    number = new_number()
    await take_in(doors.pool, row(number, expired="2026-04-01"))
    owner = cast.buyer.company_id
    known = await add_payee(doors, owner, "A", registration_number=number)
    without = await add_payee(doors, owner, "B")
    ids = [known.master_id, without.master_id]
    async with transaction(doors.pool, owner) as connection:
        before = await registration_of(connection, owner, ids, date(2026, 3, 31))
        after = await registration_of(connection, owner, ids, date(2026, 4, 1))
    assert (before[ids[0]].valid, after[ids[0]].valid) == (True, False)
    assert (after[ids[0]].standing, after[ids[1]].standing) == (Standing.EXPIRED, Standing.UNSET)
    period = after[ids[0]].period
    assert period is not None
    assert (period.name, period.corporation) == ("株式会社青葉商事", True)


@pytest.mark.usefixtures("pool")
def test_the_operator_takes_in_a_file(database_url: str, tmp_path: Path) -> None:
    def take_in_file(content: bytes) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        return subprocess.run(
            [SEIKYU, "registrations", "import", path],
            env={**os.environ, **environment_for(database_url, 8000)},
            check=False,
            capture_output=True,
            text=True,
        )

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([row(new_number(), updated="2026-11-19")])
    done = take_in_file(out.getvalue().encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 rows, as of 2026-11-19\n")
    refused = take_in_file("適格請求書".encode("cp932"))
    assert refused.returncode == 2
    assert "not UTF-8" in refused.stderr
