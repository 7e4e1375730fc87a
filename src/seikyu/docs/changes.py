"""The change log of the interface: the lines of CHANGELOG.md that are marked **wire**, with their dates."""

import re
from collections.abc import Iterator

from seikyu.wire.faults import Language

HEADS: dict[Language, str] = {
    "ja": """# APIの変更履歴

API（リクエスト、レスポンス、動作）に関わる変更です。新しいものから順に、日本時間の日付で記載します。
項目の追加は予告なく行うことがあります。項目の並び順に依存せず、知らない項目は読み飛ばしてください。
公開済みの項目とエラーコードは、削除したり意味を変えたりしません。
""",
    "en": """# Changes of the API

What has changed on the wire: requests, answers, behaviour. The newest comes first; dates are those of Japan.
Fields may be added at any time: do not depend on their order, and pass over those you do not know.
Nothing published, neither field nor error code, is removed or given another meaning.
""",
}
UNDATED: dict[Language, str] = {"ja": "日付未定", "en": "Not dated yet"}
UNRELEASED: dict[Language, str] = {"ja": "未リリース", "en": "Unreleased"}

_RELEASE = re.compile(r"^## (?P<name>.+)$")
_ENTRY = re.compile(r"\*\*wire\*\* (?:\((?P<day>\d{4}-\d{2}-\d{2})\) )?(?P<text>.+)", re.DOTALL)


def changes_page(log: str, language: Language) -> str:
    """The page, as Markdown; entries are as written in the change log."""
    parts = [HEADS[language]]
    release, day = "", None
    for name, when, text in _entries(log):
        if name != release:
            shown = UNRELEASED[language] if name == "Unreleased" else name
            parts.append(f"\n## {shown}\n")
            release, day = name, None
        if when != day:
            parts.append(f"\n### {when or UNDATED[language]}\n")
            day = when
        # Links there start at the root of the repository, those of pages in the docs folder.
        parts.append(f"- {text}".replace("](docs/", "]("))
    return "\n".join(parts) + "\n"


def _entries(log: str) -> Iterator[tuple[str, str, str]]:
    """Release, date or nothing, and text of each entry: releases as written, in each the newest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for release, written in _written(log):
        if entry := _ENTRY.search(written):
            found.setdefault(release, []).append((entry["day"] or "", entry["text"]))
    for release, entries in found.items():
        for day, text in sorted(entries, key=lambda one: one[0], reverse=True):
            yield release, day, text


def _written(log: str) -> Iterator[tuple[str, str]]:
    """Every entry whole, under the release it stands below."""
    release, entry = "", ""
    for line in (*log.splitlines(), ""):
        if entry and not line.startswith("  "):
            yield release, entry
            entry = ""
        if heading := _RELEASE.match(line):
            release = heading["name"]
        elif line.startswith("- "):
            entry = line
        elif entry:
            entry += f"\n{line}"
