"""The page of the docs that lists every error code."""

from seikyu.wire.codes import REGISTRY

FAMILIES = {
    "E1": "Who may · 権限",
    "E2": "One field · 項目",
    "E3": "Fields together · 項目間",
    "E4": "The invoice's state or existence · 請求書の状態",
    "E5": "Masters · マスタ",
    "E6": "Batch and files · 一括処理とファイル",
    "E7": "Headers and format · ヘッダーと形式",
    "E9": "The service itself · サービス",
}

HEAD = """# エラーコード · Error codes

`error_list`の各要素の`error_code`は次のいずれかです。コードは恒久的で、削除したり\
意味を変えたりしません。 · \
Every entry of `error_list` has one of these as `error_code`. Codes are permanent: none is ever removed or \
given another meaning.

`error_detail`は日本語の文です。`Accept-Language: en`を付けると英語になります。\
波括弧には値が入り、`{label}`は項目名です。 · \
`error_detail` is the Japanese sentence, or with `Accept-Language: en` the English one; what stands in \
braces is filled in, `{label}` with the name of the field.
"""


def errors_page() -> str:
    """All codes by family, as Markdown."""
    parts = [HEAD]
    for prefix, title in FAMILIES.items():
        listed = [code for code in REGISTRY.values() if code.number.startswith(prefix)]
        lines = [f"## {title}", "", "| code | 日本語 | English |", "|---|---|---|"]
        lines += [f"| `{code.number}` | {code.ja} | {code.en} |" for code in listed]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
