"""Golden documents in `tests/examples/printed`: a canonical document, and beside it what its PDF says.

When a change of the words is meant, `python -m tests.invoices.test_print_examples` writes the texts anew;
read the difference before you commit it.
"""

from pathlib import Path

import pytest

from seikyu.invoices.print import invoice_press, render
from seikyu.pdf.press import Press
from tests.pdf.reading import pages
from tests.pdf.samples import NUMBER, SENT

EXAMPLES = Path(__file__).parents[1] / "examples" / "printed"
DOCUMENTS = sorted(EXAMPLES.glob("*.json"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_golden_document_says_what_it_always_said(document: Path, press: Press) -> None:
    assert words(document, press) == document.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_golden_documents() -> None:
    assert len(DOCUMENTS) >= 4


def words(document: Path, press: Press) -> str:
    pdf = render(
        document.read_bytes(), invoice_mng_num=NUMBER, version=2, send_date=SENT, press=press, reissued=True
    )
    return "\n\f\n".join(pages(pdf)) + "\n"


if __name__ == "__main__":
    kept = invoice_press()
    for example in DOCUMENTS:
        example.with_suffix(".txt").write_text(words(example, kept), encoding="utf-8")
