"""The anchors of headings."""

import re


def slug(heading: str) -> str:
    """A heading as an anchor, as the usual viewers of Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") or "section"
