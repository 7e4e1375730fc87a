"""The site: every page of the library in its layout, whether it is served or written to a folder."""

import gzip
import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from jinja2 import Environment, StrictUndefined

from seikyu.docs.console import Console, console_of
from seikyu.docs.contents import Section, contents, operation_of
from seikyu.docs.curl import EXAMPLE_URL
from seikyu.docs.library import Library, Page
from seikyu.docs.markup import Rendered, render
from seikyu.docs.search import index_of
from seikyu.ui.templates import SliceTemplates
from seikyu.ui.words import LANGUAGES, Words, load_words
from seikyu.wire.faults import Language

FRONT = ""
"""The path of the front page, which lists what there is."""
OPENAPI = "api/openapi.json"
SECOND = 2
"""The level of headings that the list of what is on a page shows."""
NAMES: Mapping[Language, str] = {"ja": "日本語", "en": "English"}


class Places(Protocol):
    """Where the things of the site are, as seen from a page."""

    def page(self, here: str, path: str, language: Language) -> str:
        """The address of a page, seen from the page at `here`."""

    def asset(self, here: str, name: str) -> str:
        """The address of a style sheet, script or picture."""

    def index(self, here: str, language: Language) -> str:
        """The address of what is searched."""

    def found(self, path: str, language: Language) -> str:
        """The address of a page, seen from what is searched."""

    def openapi(self, here: str) -> str:
        """The address of the OpenAPI document."""

    @property
    def home(self) -> str | None:
        """The address of the screens, where there are any."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent for an address: bytes, the same packed, and their tag."""

    content: bytes
    packed: bytes
    tag: str


class Site:
    """All pages of one installation: `base_url` stands in the examples; `console` offers to try them."""

    def __init__(self, library: Library, places: Places, base_url: str, *, console: bool = False) -> None:
        self.library = library
        self._places = places
        self._base_url = base_url
        self._console = console
        self._words = load_words()
        self._templates = Environment(
            loader=SliceTemplates(),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # Every page is made once, when it is first asked for.
        self.page = lru_cache(maxsize=None)(self._page)
        self.index = lru_cache(maxsize=None)(self._index)

    @cached_property
    def sections(self) -> list[Section]:
        """The table of contents."""
        return contents(self.library.pages)

    def rendered(self, path: str, language: Language) -> Rendered:
        """The text of a page alone; KeyError where there is no such page."""
        page = self.library.pages[path]
        text = (
            page.texts[language]
            .replace(f"{EXAMPLE_URL}.com", EXAMPLE_URL)
            .replace(EXAMPLE_URL, self._base_url)
        )

        def target(named: str) -> str | None:
            if named == OPENAPI:
                return self._places.openapi(path)
            if named == "api":  # the folder: the front page lists what is in it
                return self._places.page(path, FRONT, language)
            known = named.removesuffix(".md").removesuffix(".ja")
            known = "changes" if known == "../CHANGELOG" else known
            return self._places.page(path, known, language) if known in self.library.pages else None

        return render(text, path, target, self._words[language]("docs.show_code"))

    def _page(self, path: str, language: Language) -> Sent:
        if path == FRONT:
            return self._made(
                "docs/front.html", path, language, {"title": self._words[language]("docs.title")}
            )
        page, made = self.library.pages[path], self.rendered(path, language)
        operation = operation_of(path)
        values: dict[str, object] = {
            "title": page.title(language),
            "body": made.html,
            "headings": [heading for heading in made.headings if heading[0] == SECOND],
            "console": self._console_of(path),
            "english_alone": page.english_alone and language != "en",
            "method": None if operation is None else operation.method.upper(),
        }
        return self._made("docs/page.html", path, language, values)

    def waiting_room(self, language: Language) -> Sent:
        """The page to which the console's person comes back with a code."""
        return self._made(
            "docs/waiting.html", "try-it", language, {"title": self._words[language]("docs.console.waiting")}
        )

    def _console_of(self, path: str) -> Console | None:
        operation = operation_of(path) if self._console else None
        return None if operation is None else console_of(operation)

    def _made(self, template: str, path: str, language: Language, values: Mapping[str, object]) -> Sent:
        places, words = self._places, self._words[language]
        html = self._templates.get_template(template).render(
            values,
            t=words,
            language=language,
            base_url=self._base_url,
            path=path,
            home=places.home,
            front=places.page(path, FRONT, language),
            openapi=places.openapi(path),
            index=places.index(path, language),
            asset=lambda name: places.asset(path, name),
            languages=[(one, NAMES[one], places.page(path, path, one), one == language) for one in LANGUAGES],
            navigation=[self._shown(section, path, language) for section in self.sections],
            trying=self._console,
        )
        return sent(html.encode())

    def _shown(self, section: Section, here: str, language: Language) -> dict[str, object]:
        return {
            "name": section.name,
            "open": any(page.path == here for page in section.pages),
            "links": [self._link(page, here, language) for page in section.pages],
        }

    def _link(self, page: Page, here: str, language: Language) -> dict[str, object]:
        operation = operation_of(page.path)
        return {
            "title": page.title(language),
            "href": self._places.page(here, page.path, language),
            "method": None if operation is None else operation.method.upper(),
            "current": page.path == here,
        }

    def _index(self, language: Language) -> Sent:
        return sent(index_of(self.sections, language, lambda path: self._places.found(path, language)))

    def words(self, language: Language) -> Words:
        """The words of a language."""
        return self._words[language]


@dataclass(frozen=True, slots=True)
class Served:
    """Addresses on the platform; `assets` tells where style sheets and scripts are."""

    assets: Mapping[str, str]
    home: str | None = "/"

    def page(self, here: str, path: str, language: Language) -> str:
        """`/docs/ja/api/registerInvoices`."""
        del here
        return f"/docs/{language}/{path}".rstrip("/")

    def asset(self, here: str, name: str) -> str:
        """`/static/app.….css`."""
        del here
        return self.assets[name]

    def index(self, here: str, language: Language) -> str:
        """`/docs/search.ja.json`."""
        del here
        return f"/docs/search.{language}.json"

    def found(self, path: str, language: Language) -> str:
        """The same."""
        return self.page("", path, language)

    def openapi(self, here: str) -> str:
        """`/openapi.json`."""
        del here
        return "/openapi.json"


@dataclass(frozen=True, slots=True)
class Written:
    """Addresses in a folder, relative to the page, so that the folder may lie anywhere."""

    assets: Mapping[str, str]
    home: str | None = None

    def page(self, here: str, path: str, language: Language) -> str:
        """`../ja/api/registerInvoices.html`."""
        return self._from(here, file_of(path, language))

    def asset(self, here: str, name: str) -> str:
        """`../static/app.….css`."""
        return self._from(here, f"static/{self.assets[name]}")

    def index(self, here: str, language: Language) -> str:
        """`../search.ja.json`."""
        return self._from(here, f"search.{language}.json")

    def found(self, path: str, language: Language) -> str:
        """`ja/api/registerInvoices.html`: what is searched lies at the top."""
        return file_of(path, language)

    def openapi(self, here: str) -> str:
        """`../openapi.json`."""
        return self._from(here, "openapi.json")

    def _from(self, here: str, file: str) -> str:
        # Both languages lie equally deep, so either will do to tell the way.
        return posixpath.relpath(file, posixpath.dirname(file_of(here, "ja")))


def file_of(path: str, language: Language) -> str:
    """The file of a page in a folder."""
    return f"{language}/{path or 'index'}.html"


def sent(content: bytes) -> Sent:
    """The content with all that sending it needs."""
    digest = hashlib.sha256(content).hexdigest()[:32]
    return Sent(content, gzip.compress(content, 6, mtime=0), f'W/"{digest}"')
