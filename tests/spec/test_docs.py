"""The generated pages are made from the declarations, and a page that is not is noticed."""

from pathlib import Path

from seikyu.docs import check, write_docs

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_the_committed_pages_are_fresh() -> None:
    assert check(DOCS) == []


def test_a_missing_and_a_changed_page_are_stale(tmp_path: Path) -> None:
    write_docs(tmp_path)
    assert check(tmp_path) == []
    (tmp_path / "errors.md").unlink()
    (tmp_path / "api" / "updateInvoices.md").write_text("changed", encoding="utf-8")
    assert check(tmp_path) == ["errors.md", "api/updateInvoices.md"]
