"""The documentation as files for any file server, with links that are relative."""

import json
from pathlib import Path

from seikyu.docs.library import installed
from seikyu.docs.openapi import openapi_document
from seikyu.docs.site import FRONT, Site, Written, file_of
from seikyu.ui.assets import Assets
from seikyu.ui.words import LANGUAGES

ASSETS = ("app.css", "docs.js", "icon.svg")

DOOR = """<!DOCTYPE html>
<html lang="ja">
<meta charset="utf-8">
<title>Seikyu</title>
<meta http-equiv="refresh" content="0; url=ja/index.html">
<p><a href="ja/index.html" hreflang="ja">日本語</a>
<a href="en/index.html" hreflang="en" lang="en">English</a></p>
"""


def write_site(folder: Path, base_url: str) -> int:
    """Write every page in both languages and all they need; return how many pages were written."""
    assets = Assets()
    served = {name: assets.url(name).rpartition("/")[2] for name in ASSETS}
    site = Site(installed(), Written(served), base_url)
    (folder / "static").mkdir(parents=True, exist_ok=True)
    for name, file in served.items():
        (folder / "static" / file).write_bytes(assets.content(name))
    document = json.dumps(openapi_document(base_url), ensure_ascii=False, indent=1)
    (folder / "openapi.json").write_text(document + "\n", encoding="utf-8")
    (folder / "index.html").write_text(DOOR, encoding="utf-8")
    paths = [FRONT, *site.library.pages]
    for language in LANGUAGES:
        (folder / f"search.{language}.json").write_bytes(site.index(language).content)
        for path in paths:
            file_ = folder / file_of(path, language)
            file_.parent.mkdir(parents=True, exist_ok=True)
            file_.write_bytes(site.page(path, language).content)
    return len(paths) * len(LANGUAGES)
