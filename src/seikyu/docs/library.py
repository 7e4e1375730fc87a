"""The pages of the documentation as they are written: one Markdown file each, or one for each language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from seikyu.docs.bilingual import in_language
from seikyu.docs.changes import changes_page
from seikyu.wire.faults import Language

CHANGES = "changes"
CHANGELOG = "CHANGELOG.md"
JAPANESE = ".ja.md"
MARKDOWN = ".md"

_TITLE = re.compile(r"^# (.+?)(?: \{#.*\})?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its path below `docs`, without suffix; many have one text for both languages."""

    path: str
    texts: Mapping[Language, str]

    @property
    def english_alone(self) -> bool:
        """Whether there is no Japanese text but the title."""
        japanese, english = (self.texts[language].partition("\n")[2] for language in ("ja", "en"))
        return japanese == english

    def title(self, language: Language) -> str:
        """Its first heading."""
        found = _TITLE.search(self.texts[language])
        return self.path if found is None else found.group(1).replace("`", "")


class Library:
    """All pages of a docs folder, and the changes on the wire."""

    def __init__(self, folder: Path, changelog: Path) -> None:
        self._folder = folder
        self._changelog = changelog

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page by its path, in the order of the paths."""
        found = {page.path: page for page in self._read()}
        log = self._changelog.read_text("utf-8")
        found[CHANGES] = Page(CHANGES, {"ja": changes_page(log, "ja"), "en": changes_page(log, "en")})
        return dict(sorted(found.items()))

    def _read(self) -> Iterator[Page]:
        for file in self._folder.rglob(f"*{MARKDOWN}"):
            name = file.relative_to(self._folder).as_posix()
            if name.endswith(JAPANESE) or name == CHANGELOG:
                continue
            text = file.read_text("utf-8")
            english = in_language(text, "en")
            japanese = file.with_name(file.name.removesuffix(MARKDOWN) + JAPANESE)
            own = japanese.read_text("utf-8") if japanese.is_file() else in_language(text, "ja")
            yield Page(name.removesuffix(MARKDOWN), {"en": english, "ja": own})


def installed() -> Library:
    """The documentation that came with this program: in a wheel beside the code, else in the repository."""
    beside = Path(__file__).with_name("written")
    if beside.is_dir():
        return Library(beside, beside / CHANGELOG)
    repository = Path(__file__).parents[3]
    return Library(repository / "docs", repository / CHANGELOG)
