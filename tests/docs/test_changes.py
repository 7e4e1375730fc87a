"""The change log of the API."""

from seikyu.docs.changes import changes_page

LOG = """# Changelog

## Unreleased

- On screen only,
  in two lines.
- **wire** Not dated.
- **wire** (2026-11-21) Older
  in two lines.
- On screen. **wire** (2026-11-22) Newer.

## 0.1.0 (2026-10-01)

- **wire** (2026-09-30) First.
"""


def test_only_what_is_on_the_wire_is_told_the_newest_of_a_release_first() -> None:
    page = changes_page(LOG, "en").partition("## Unreleased")[2]
    told = [
        "### 2026-11-22",
        "Newer.",
        "### 2026-11-21",
        "Older\n  in two lines.",
        "### Not dated",
        "Not dated.",
    ]
    places = [page.index(part) for part in (*told, "## 0.1.0 (2026-10-01)", "### 2026-09-30", "First.")]
    assert places == sorted(places)
    assert "On screen" not in page
