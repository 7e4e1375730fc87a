"""Markdown → HTML: headings one can link to, tables and code that scroll, links that lead where pages are."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from seikyu.docs.slugs import slug

LONG = 30
"""Lines of code from which on they are folded up."""

ERROR_CODE = re.compile(r"E\d{6}")
STATED = re.compile(r" \{#([^}]+)\}$")
OURS = "[our]"

Target = Callable[[str], str | None]
"""The address of what a link names, relative to the docs folder; nothing where there is no such thing."""


@dataclass(slots=True)
class Rendered:
    """A page's HTML, its headings, the anchors in it and what it links to."""

    html: str = ""
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)


def render(text: str, path: str, target: Target, show_code: str) -> Rendered:
    """The HTML of a page at `path`; `show_code` is what unfolds long code."""
    made = Rendered()
    tokens = _PARSER.parse(text)
    _name(tokens, made)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                _lead(child, path, target, made)
    env: EnvType = {"show_code": show_code}
    made.html = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return made


def _name(tokens: Sequence[Token], made: Rendered) -> None:
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[index + 1]
            words, base = _heading(inline)
            anchor = base
            again = 1
            while anchor in made.anchors:
                again += 1
                anchor = f"{base}-{again}"
            token.attrSet("id", anchor)
            made.anchors.add(anchor)
            made.headings.append((int(token.tag[1]), anchor, words))
        elif token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", None)):
            token.attrSet("class", str(style).removeprefix("text-align:"))
        elif token.type == "tr_open":
            code = _leading_code(tokens, index)
            if code is not None and code not in made.anchors:
                token.attrSet("id", code)
                made.anchors.add(code)


def _heading(inline: Token) -> tuple[str, str]:
    """A heading's words and its anchor, which may be stated at its end: `{#anchor}`."""
    children = inline.children or []
    if children and (stated := STATED.search(children[-1].content)):
        children[-1].content = children[-1].content[: stated.start()]
        return "".join(child.content for child in children), stated[1]
    words = "".join(child.content for child in children)
    return words, slug(words)


def _leading_code(tokens: Sequence[Token], row: int) -> str | None:
    """The error code a table row is about."""
    if tokens[row + 1].type != "td_open":
        return None
    children = tokens[row + 2].children or []
    if len(children) == 1 and children[0].type == "code_inline" and ERROR_CODE.fullmatch(children[0].content):
        return children[0].content
    return None


def _lead(link: Token, path: str, target: Target, made: Rendered) -> None:
    href = str(link.attrGet("href") or "")
    if re.match(r"[a-z]+:", href):
        link.attrSet("rel", "noreferrer")
        return
    file, mark, anchor = href.partition("#")
    named = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else ""
    address = target(named) if file else ""
    if address is None:
        made.dead.append(href)
        return
    made.links.append(unquote(f"{named or path}{mark}{anchor}"))
    link.attrSet("href", f"{address}{mark}{anchor}")


class _Renderer(RendererHTML):
    """HTML that fits a strict page: no styles, and whatever may be too wide scrolls in itself."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A block of code, folded up where it is long."""
        del options
        token = tokens[idx]
        language = escape(token.info.strip() or "text")
        lines = token.content.count("\n")
        code = (
            f'<div class="code-frame"><pre class="code" tabindex="0" data-language="{language}">'
            f"<code>{escape(token.content)}</code></pre></div>\n"
        )
        if lines <= LONG:
            return code
        told = escape(str(env["show_code"]).format(language=token.info.strip().upper(), lines=lines))
        return f'<details class="code-long"><summary>{told}</summary>{code}</details>\n'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A table in a frame that scrolls, by keyboard too."""
        del env
        return '<div class="doc-table" tabindex="0">' + self.renderToken(tokens, idx, options, {})

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of it."""
        del env
        return self.renderToken(tokens, idx, options, {}) + "</div>\n"

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of a line: a space between words, but nothing between Japanese characters."""
        del options, env
        around = "".join(token.content[end:][:1] for token, end in _around(tokens, idx))
        return "" if around and all(unicodedata.east_asian_width(sign) in "WF" for sign in around) else "\n"

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Words, with what is ours marked so."""
        del options, env
        return escape(tokens[idx].content).replace(OURS, f'<span class="mark">{OURS}</span>')


def _around(tokens: Sequence[Token], idx: int) -> list[tuple[Token, int]]:
    """The tokens before and after, and where in each the sign next to the break stands."""
    before = [(token, -1) for token in tokens[:idx] if token.content][-1:]
    after = [(token, 0) for token in tokens[idx + 1 :] if token.content][:1]
    return before + after


# Raw HTML stays text: pages hold Markdown only.
_PARSER = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
