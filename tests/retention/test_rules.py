"""保存期間: seven years or ten from two months after the year's end; the database computes the same."""

from datetime import date, timedelta

import pytest

from seikyu.db.pool import Pool
from seikyu.retention.model import Keeping
from seikyu.retention.rules import kept_until, may_shorten, year_end


@pytest.mark.parametrize(
    ("day", "keeping", "until"),
    [
        (date(2026, 4, 1), Keeping(), date(2034, 5, 31)),
        (date(2027, 3, 31), Keeping(), date(2034, 5, 31)),
        (date(2027, 4, 1), Keeping(), date(2035, 5, 31)),
        (date(2026, 12, 31), Keeping(fiscal_month=12), date(2034, 2, 28)),
        (date(2028, 12, 31), Keeping(fiscal_month=12), date(2036, 2, 29)),
        (date(2027, 1, 1), Keeping(fiscal_month=12), date(2035, 2, 28)),
        (date(2026, 2, 28), Keeping(fiscal_month=2), date(2033, 4, 30)),
        (date(2028, 2, 29), Keeping(fiscal_month=2), date(2035, 4, 30)),
        (date(2026, 11, 21), Keeping(years=10), date(2037, 5, 31)),
        (date(2026, 11, 21), Keeping(extension=1), date(2034, 6, 30)),
        (date(2026, 11, 21), Keeping(fiscal_month=10, extension=4, years=10), date(2038, 4, 30)),
    ],
)
def test_a_paper_is_kept_from_two_months_after_its_fiscal_year(
    day: date, keeping: Keeping, until: date
) -> None:
    assert kept_until(day, keeping) == until


async def test_the_database_computes_the_same_day(pool: Pool) -> None:
    days = [date(2023, 12, 30) + timedelta(days=n) for n in range(0, 800, 3)]
    for month in range(1, 13):
        for years, extension in ((7, 0), (10, 4), (7, 1)):
            rows = await pool.fetch(
                "SELECT d, kept_until(d, $2, $3, $4) AS until, kept_until(d, 0, $3, -2) AS ends "
                "FROM unnest($1::date[]) AS d",
                days,
                years,
                month,
                extension,
            )
            for row in rows:
                assert row["until"] == kept_until(row["d"], Keeping(years, month, extension))
                assert row["ends"] == year_end(row["d"], month)


def test_only_what_lets_papers_go_sooner_wants_a_reason() -> None:
    assert not may_shorten(Keeping(7), Keeping(10))
    assert not may_shorten(Keeping(extension=0), Keeping(extension=2))
    assert may_shorten(Keeping(10), Keeping(7))
    assert may_shorten(Keeping(extension=1), Keeping())
    assert may_shorten(Keeping(fiscal_month=3), Keeping(fiscal_month=12))
