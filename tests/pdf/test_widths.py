"""Columns are made to our own measure: it must never be less than what typst sets."""

import json
import random
from pathlib import Path

import pytest
import typst

from seikyu.invoices.print import invoice_press
from seikyu.pdf.press import FONTS

TEMPLATE = """
#set text(lang: "ja", cjk-latin-spacing: none, size: 100pt)
#let widths(font) = json(bytes(sys.inputs.data)).map(it => measure(text(font: font, it)).width.pt())
#context [#metadata((widths("BIZ UDPGothic"), widths(("Seikyu Figures", "BIZ UDPGothic"))))<widths>]
"""

SIGNS = "漢あアーッ、。（）「」ABWil0123456789-_/.,#*$@%▲¥() \u3000ｶﾞ①㈱※"


@pytest.mark.parametrize("seed", range(3))
def test_no_text_is_set_wider_than_we_measure_it(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    texts = ["".join(chance.choices(SIGNS, k=chance.randint(1, 20))) for _ in range(300)]
    figures = ["".join(chance.choices("0123456789,.▲", k=12)) for _ in range(30)]
    template = tmp_path / "widths.typ"
    template.write_text(TEMPLATE)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(template, font_paths=fonts, sys_inputs={"data": json.dumps(texts + figures)})
    (found,) = json.loads(compiler.query("<widths>", field="value"))
    press = invoice_press()
    for text, plain, table in zip(texts + figures, *found, strict=True):
        assert plain <= press.text.width(text) * 100 + 0.1, text
        assert table <= press.table_width(text) * 100 + 0.1, text
    for text, _, table in zip(texts + figures, *found, strict=True):
        if text in figures:
            assert table == pytest.approx(press.table_width(text) * 100), text
