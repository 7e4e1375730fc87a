"""Nothing printed leaves the page or covers anything else, whatever an invoice says."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seikyu.pdf.press import Press
from tests.pdf.reading import glyphs, outside, overlapping, pages
from tests.pdf.samples import MOST, Document, bare, custom, customer, full, line, printed, typical


def assert_tidy(pdf: bytes) -> None:
    found = glyphs(pdf)
    assert found
    assert outside(found) == []
    assert overlapping(found) == []


@pytest.mark.parametrize("character", ["漢", "W", "ｶ", "ー", "。", "（", "-", "1", "😀"])
def test_every_field_at_its_limit_fits(character: str, press: Press) -> None:
    assert_tidy(printed(full(character), press))


@pytest.mark.parametrize("document", [bare(), typical(0), typical(), typical(45)])
def test_ordinary_invoices_fit(document: Document, press: Press) -> None:
    assert_tidy(printed(document, press, version=12))


def test_remarks_of_nothing_but_line_ends_run_over_pages(press: Press) -> None:
    pdf = printed(bare(remarks="\n" * 499 + "終"), press)
    assert_tidy(pdf)
    assert "終" in pages(pdf)[-1]


def test_figures_stay_whole_however_many_columns_there_are(press: Press) -> None:
    long = line(
        item_slip_date="2025-10-31",
        item_slip_no="S" * 20,
        item_prod_code="P" * 48,
        item_name="品",
        item_unit="個",
        item_qty=Decimal("1234567890123.12345"),
        item_price=Decimal("-9876543210987.54321"),
        item_without_tax=MOST,
        item_tax=-MOST,
        item_amount=MOST,
        tax_type="0",
        tax_rate_sec=10,
    )
    text = "".join(pages(printed(bare(details=[long]), press)))
    assert "1,234,567,890,123.12345" in text
    assert "▲9,876,543,210,987.54321" in text
    assert text.count("9,999,999,999,999") == 3


def test_a_number_of_a_custom_table_takes_room_from_columns_that_can_spare_it(press: Press) -> None:
    heads: list[tuple[str, str, int | None, int]] = [("摘要", "S", None, 97), ("額", "N", 3, 3)]
    pdf = printed(bare(**custom(heads, [["運賃", "-9999999999999.999"]])), press)
    assert "▲9,999,999,999,999.999" in "".join(pages(pdf))
    assert_tidy(pdf)


NASTY = st.text(
    st.sampled_from("漢あアーッ、。（）「」ABWil019-_/.,#*$\\<@ 　😀ｶﾞ①㈱\u200b\u202e"), max_size=50
)
YEN = st.none() | st.integers(-MOST, MOST)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    texts: dict[str, Any] = {
        name: draw(NASTY)[:limit]
        for name, limit in {"inv_no": 20, "inv_name": 40, "invoice_title": 12, "remarks": 50}.items()
    }
    one = line(
        item_name=draw(NASTY),
        item_slip_no=draw(NASTY)[:20],
        item_prod_code=draw(NASTY)[:48],
        item_unit=draw(NASTY)[:10],
        detail_remarks=draw(NASTY),
        item_qty=draw(YEN),
        item_price=draw(YEN),
        item_without_tax=draw(YEN),
        item_amount=draw(YEN),
        tax_type="0",
        tax_rate_sec=draw(st.sampled_from([None, 0, 8, 10])),
    )
    return (
        bare(customer=customer(company_name_org=draw(NASTY)[:30]))
        | texts
        | {"details": [one] * draw(st.integers(1, 3)), "prev_inv_amount": draw(YEN)}
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_any_text_and_any_amount_fits(document: Document, press: Press) -> None:
    assert_tidy(printed(document, press))
