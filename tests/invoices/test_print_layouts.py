"""The printed invoice in layouts: what they move, name and leave out, and what they never lose."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from seikyu.invoices.layout import COLUMNS, DEFAULT, NOTES, Layout, Style, layout_of, settings_of
from seikyu.invoices.print import picture, render
from seikyu.invoices.printing.wording import WORDINGS
from seikyu.pdf.press import Press, Unprintable
from seikyu.wire import json
from tests.layouts.pictures import JPEG, png
from tests.pdf.reading import glyphs, outside, overlapping, pages, said
from tests.pdf.samples import NUMBER, SENT, Document, bare, full, line, printed, typical

DETAIL = line(
    item_slip_date="2025-10-05",
    item_name="点検",
    item_qty=2,
    item_price=500,
    item_without_tax=1000,
    item_sec_name="第一課",
    item_free_txt1="横浜",
    detail_remarks="至急",
    reduced_tax_flg="1",
)


def drawn(document: Document, press: Press, layout: Layout, **images: bytes) -> bytes:
    return render(
        json.write(document),
        invoice_mng_num=NUMBER,
        version=1,
        send_date=SENT,
        press=press,
        style=Style(layout, **images),
    )


def test_the_ordinary_layout_prints_the_same_bytes_as_none(press: Press) -> None:
    assert drawn(typical(), press, DEFAULT) == printed(typical(), press)
    assert drawn(typical(), press, layout_of(settings_of(DEFAULT))) == printed(typical(), press)


def test_columns_stand_in_the_order_of_the_layout_under_its_names(press: Press) -> None:
    layout = Layout(
        columns=("name", "free1", "date", "without_tax"),
        notes=("section",),
        titles={"name": "工事名", "free1": "現場", "section": "担当課"},
    )
    text = said(drawn(bare(details=[DETAIL]), press, layout))
    assert "工事名現場日付金額(税抜)点検※横浜2025/10/051,000担当課:第一課" in text
    for hidden in ("至急", "単価", "No."):
        assert hidden not in text


def test_a_line_without_the_amount_of_the_layout_shows_the_one_it_has(press: Press) -> None:
    text = said(drawn(bare(details=[DETAIL]), press, Layout(columns=("date", "name", "with_tax"))))
    assert "日付品名金額(税抜)" in text


def test_everything_fixed_is_said_in_english(press: Press) -> None:
    document = typical() | {"prev_inv_amount": -5000, "inv_free_txt1": "x", "customer_code1": "C"}
    text = said(drawn(document, press, Layout(language="en")))
    for promised in (
        "INVOICE",
        "Amount dueJPY365,908(incl. tax)",
        "Dateofissue31October2025",
        "Previousinvoice",
        "-5,000",
        "2025-10-01",
        "*Reducedtaxrateapplies.",
        "8%(reduced)*",
    ):
        assert promised.replace(" ", "") in text, promised
    # Words that stand in what the seller itself has written.
    japanese = [phrase for phrase in WORDINGS["ja"].phrases.values() if not phrase.isascii()]
    found = [
        p
        for p in japanese
        if "{" not in p and p.replace(" ", "") in text and p not in {"印", "備考", "担当", "支店"}
    ]
    assert found == []


def test_both_languages_have_the_same_words() -> None:
    ja, en = WORDINGS["ja"], WORDINGS["en"]
    for name in ("phrases", "tax_classes", "tax_types", "tax_units", "methods", "deposits"):
        assert getattr(ja, name).keys() == getattr(en, name).keys()


@pytest.mark.parametrize("place", ["issuer", "numbers", "totals"])
def test_the_registration_number_is_on_every_invoice_wherever_it_stands(press: Press, place: Any) -> None:
    text = said(drawn(typical(), press, Layout(registration=place)))
    assert text.count("T7000012050002") == 1


def test_accounts_stand_above_or_below_the_lines_or_nowhere(press: Press) -> None:
    above, below, none = (
        said(drawn(typical(), press, Layout(banks=place))) for place in ("above", "below", "none")
    )
    assert above.index("お振込先") < above.index("品名")
    assert below.index("お振込先") > below.index("品名")
    assert "お振込先" not in none


@pytest.mark.parametrize(
    ("use", "own", "shown"),
    [
        ("default", "請求の備考", "備考請求の備考1/1"),
        ("default", None, "備考定型の備考1/1"),
        ("append", "請求の備考", "備考請求の備考定型の備考1/1"),
    ],
)
def test_standing_remarks_follow_or_stand_in(press: Press, use: Any, own: str | None, shown: str) -> None:
    layout = Layout(remarks="定型の備考", remarks_use=use)
    assert shown in said(drawn(bare(remarks=own), press, layout))


def test_titles_and_greeting_are_the_layouts_unless_the_invoice_has_its_own(press: Press) -> None:
    layout = Layout(title="御請求書", amount_title="お支払額", greeting="毎度ありがとうございます。")
    text = said(drawn(bare(), press, layout))
    assert "御請求書毎度ありがとうございます。お支払額¥0" in text
    assert "ご請求書" in said(drawn(bare(invoice_title="ご請求書"), press, layout))
    assert "下記" not in said(drawn(bare(), press, replace(layout, greeting="", greeted=False)))


@pytest.mark.parametrize(
    "image", [png(200, 50), png(2000, 40), png(40, 400), JPEG], ids=["wide", "flat", "high", "jpeg"]
)
@pytest.mark.parametrize("place", ["issuer", "top"])
def test_logo_and_seal_stand_within_the_page_whatever_their_shape(
    press: Press, image: bytes, place: Any
) -> None:
    content = drawn(typical(), press, Layout(logo_place=place), logo=image, seal=image)
    assert len(pages(content)) == 1
    assert "印" not in said(content)
    assert content == drawn(typical(), press, Layout(logo_place=place), logo=image, seal=image)


def test_a_broken_image_is_told_from_other_trouble(press: Press) -> None:
    with pytest.raises(Unprintable):
        drawn(typical(), press, DEFAULT, logo=png(20, 20)[:-30])


@pytest.mark.parametrize("language", get_args(Layout.__annotations__["language"]))
@pytest.mark.parametrize("character", ["あ", "W"])
@pytest.mark.parametrize(
    "columns", [(*COLUMNS, *NOTES[:4]), ("date", "name", "with_tax"), ("name", *NOTES, "date", "with_tax")]
)
def test_nothing_leaves_the_page_or_covers_anything_however_much_there_is(
    press: Press, language: Any, character: str, columns: tuple[str, ...]
) -> None:
    notes = tuple(key for key in NOTES if key not in columns)
    layout = Layout(language=language, columns=columns, notes=notes, greeting="挨" * 60, logo_place="top")
    found = glyphs(drawn(full(character), press, layout, logo=png(120, 30)))
    assert outside(found) == []
    assert overlapping(found) == []


def test_the_same_page_can_be_drawn_for_the_screen(press: Press) -> None:
    drawn_pages = picture(
        json.write(typical(80)), invoice_mng_num=NUMBER, version=1, send_date=SENT, press=press
    )
    assert len(drawn_pages) == len(pages(printed(typical(80), press)))
    assert all(page.startswith(b"<svg") for page in drawn_pages)
