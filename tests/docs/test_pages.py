"""Whoever reads can get everywhere, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

from seikyu.docs.contents import ASIDE, operation_of
from seikyu.docs.operations import OPERATIONS
from seikyu.docs.purposes import PURPOSES
from seikyu.docs.site import Site
from seikyu.ui.words import LANGUAGES
from seikyu.wire.codes import REGISTRY
from seikyu.wire.faults import Language

DOCS = Path(__file__).parents[2] / "docs"
BOTH = ("quick-start", "coming-from")


def test_every_page_of_the_folder_but_the_decisions_is_in_the_table_of_contents_once(site: Site) -> None:
    listed = [page.path for section in site.sections for page in section.pages]
    written = {
        file.relative_to(DOCS).as_posix().removesuffix(".md").removesuffix(".ja")
        for file in DOCS.rglob("*.md")
    }
    assert sorted(listed) == sorted({path for path in written if not path.startswith(ASIDE)} | {"changes"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page_and_a_place_on_it(site: Site, language: Language) -> None:
    pages = {path: site.rendered(path, language) for path in site.library.pages}
    dead = [(path, link) for path, made in pages.items() for link in made.dead]
    for path, made in pages.items():
        for link in made.links:
            file, _, anchor = link.partition("#")
            named = file.removesuffix(".md").removesuffix(".ja")
            if anchor and anchor not in pages[named].anchors:
                dead.append((path, link))
    assert dead == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_title_and_one_heading_of_the_first_level(site: Site, language: Language) -> None:
    for path, page in site.library.pages.items():
        levels = [level for level, *_ in site.rendered(path, language).headings]
        assert levels[:1] == [1], path
        assert levels.count(1) == 1, path
        assert "{#" not in page.title(language)


def test_what_people_read_first_is_there_in_both_languages(site: Site) -> None:
    for path in BOTH:
        texts = site.library.pages[path].texts
        assert texts["ja"] != texts["en"]
        assert re.search(r"[ぁ-ん]", texts["ja"].splitlines()[2])


def test_lines_in_both_languages_show_the_readers(site: Site) -> None:
    shown = {language: site.rendered("api/updateInvoices", language).html for language in LANGUAGES}
    assert "再発行します" in shown["ja"]
    assert "再発行します" not in shown["en"]
    assert 'id="request"' in shown["ja"]
    assert 'id="request"' in shown["en"]


def test_every_error_code_has_a_place_of_its_own(site: Site) -> None:
    anchors = site.rendered("errors", "ja").anchors
    assert {code.number for code in REGISTRY.values()} <= anchors


def test_every_operation_has_a_page_that_says_what_it_is_for(site: Site) -> None:
    for operation in OPERATIONS:
        assert operation_of(f"api/{operation.name}") is operation
        assert f"api/{operation.name}" in site.library.pages
        assert operation.name in PURPOSES, "tell it in docs/purposes.py, in both languages"


def test_pages_hold_no_html_of_their_own_and_nothing_that_a_strict_policy_forbids(site: Site) -> None:
    for path in site.library.pages:
        html = site.page(path, "ja").content.decode()
        assert "<script" not in html.replace('<script src="/static/', "")
        assert " style=" not in html, path
        assert "onclick" not in html, path
