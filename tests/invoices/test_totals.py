import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.invoices.totals import ClassTotal, TaxClass, TaxedAmount, tax_class, totals
from seikyu.kit.yen import Rounding

AMOUNTS = st.builds(
    TaxedAmount, st.sampled_from(TaxClass), st.integers(-(10**12), 10**12), holds_tax=st.booleans()
)
ROUNDINGS = st.sampled_from(Rounding)


def test_the_published_trouble_case_is_rounded_once_and_not_line_by_line() -> None:
    lines = [TaxedAmount(TaxClass.TR10, 13_582, holds_tax=True)] * 2
    assert totals(lines, Rounding.DOWN) == {TaxClass.TR10: ClassTotal(24_695, 2_469, 27_164)}


@pytest.mark.parametrize(
    ("rounding", "tax"), [(Rounding.DOWN, 79), (Rounding.HALF_UP, 80), (Rounding.UP, 80)]
)
def test_tax_on_top_is_rounded_the_issuers_way(rounding: Rounding, tax: int) -> None:
    lines = [TaxedAmount(TaxClass.TR8_REDUCED, 333), TaxedAmount(TaxClass.TR8_REDUCED, 661)]
    assert totals(lines, rounding)[TaxClass.TR8_REDUCED] == ClassTotal(994, tax, 994 + tax)


def test_rates_are_totalled_apart_and_told_in_published_order() -> None:
    lines = [TaxedAmount(each, 1000) for each in reversed(TaxClass)]
    found = totals(lines, Rounding.DOWN)
    assert list(found) == list(TaxClass)
    assert [total.tax for total in found.values()] == [100, 80, 80, 50, 0, 0, 0, 0]


def test_amounts_with_and_without_tax_in_one_class_are_taxed_on_one_base() -> None:
    lines = [TaxedAmount(TaxClass.TR10, 1_000), TaxedAmount(TaxClass.TR10, 13_582, holds_tax=True)]
    assert totals(lines, Rounding.DOWN)[TaxClass.TR10] == ClassTotal(13_348, 1_334, 14_682)


def test_no_line_gives_no_total() -> None:
    assert totals([], Rounding.DOWN) == {}


@given(st.lists(AMOUNTS, max_size=20), ROUNDINGS)
def test_a_total_adds_up_and_its_tax_lies_between_floor_and_ceiling(
    lines: list[TaxedAmount], rounding: Rounding
) -> None:
    for each, total in totals(lines, rounding).items():
        assert total.without_tax + total.tax == total.with_tax
        if not any(line.holds_tax for line in lines if line.tax_class is each):
            assert abs(100 * total.tax - total.without_tax * each.rate) < 100


@given(st.lists(AMOUNTS, max_size=20), ROUNDINGS)
def test_a_return_of_every_line_cancels_the_invoice(lines: list[TaxedAmount], rounding: Rounding) -> None:
    returned = [TaxedAmount(line.tax_class, -line.amount, line.holds_tax) for line in lines]
    cancelled = {
        each: ClassTotal(-total.without_tax, -total.tax, -total.with_tax)
        for each, total in totals(lines, rounding).items()
    }
    assert totals(returned, rounding) == cancelled


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("0", 10, "0"), TaxClass.TR10),
        (("0", 10, None), TaxClass.TR10),
        (("0", 8, "1"), TaxClass.TR8_REDUCED),
        (("0", 8, "0"), TaxClass.TR8),
        (("0", 5, "0"), TaxClass.TR5),
        (("0", 0, "0"), TaxClass.TR0),
        (("1", None, None), TaxClass.FREE),
        (("2", 0, "0"), TaxClass.EXEMPTION),
        (("3", None, "0"), TaxClass.NON),
        (("0", 10, "1"), None),
        (("0", 3, "0"), None),
        (("0", None, "0"), None),
        ((None, 10, "0"), None),
    ],
)
def test_three_tax_fields_name_one_class_of_the_law(
    fields: tuple[str | None, int | None, str | None], expected: TaxClass | None
) -> None:
    assert tax_class(*fields) is expected
