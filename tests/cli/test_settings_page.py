"""The page of the settings and the settings themselves."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"SEIKYU_[A-Z_]+")


def test_the_page_tells_of_every_setting_and_of_no_other() -> None:
    read = NAME.findall((ROOT / "src/seikyu/settings/reading.py").read_text(encoding="utf-8"))
    told = NAME.findall((ROOT / "docs/runbooks/settings.md").read_text(encoding="utf-8"))
    assert set(told) == set(read)
