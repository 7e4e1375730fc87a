"""The page of limits says what the program does."""

import re
from pathlib import Path

import pytest

from seikyu.attachments.model import MOST_FILES
from seikyu.http import idempotency
from seikyu.oauth.model import ACCESS_LIFETIME, CODE_LIFETIME, DEVICE_LIFETIME, DEVICE_PAUSE, REFRESH_LIFETIME
from seikyu.settings import read_settings
from seikyu.webhooks import model as webhooks
from seikyu.webhooks.outgoing import SECONDS
from seikyu.wire.lists import PAGE
from seikyu.wire.reading import MAX_FAULTS
from tests.house.doors import SECRET_KEY

DOCS = Path(__file__).parents[2] / "docs"
GIVEN = {"SEIKYU_DATABASE_URL": "postgresql://x/x", "SEIKYU_SECRET_KEY": SECRET_KEY}
SETTINGS = read_settings({**GIVEN, "SEIKYU_SMTP_HOST": "mail.example"})


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("invoices on a page of a list", [PAGE]),
        ("life of an access token", [ACCESS_LIFETIME.seconds // 60]),
        ("life of a refresh token", [REFRESH_LIFETIME.days]),
        ("life of an authorization code", [CODE_LIFETIME.seconds]),
        ("life of a device code", [DEVICE_LIFETIME.seconds // 60, DEVICE_PAUSE.seconds]),
        ("body of a request", [SETTINGS.max_body_bytes // 2**20]),
        ("faults told in one answer", [MAX_FAULTS]),
        ("10 files and 30 MB an invoice", [MOST_FILES]),
        ("API requests of one client", [SETTINGS.rates.per_client]),
        ("requests of all kinds from one address", [SETTINGS.rates.per_address]),
        ("requests for tokens and logins from one address", [SETTINGS.rates.secrets_per_address]),
        ("(api/webhooks.md)", [webhooks.MOST, int(SECONDS), webhooks.KEPT.days]),
        ("idempotency keys", [idempotency.MOST_CHARACTERS, idempotency.KEPT.days * 24]),
    ],
)
def test_every_figure_is_the_program_s_own(line: str, numbers: list[int]) -> None:
    page = (DOCS / "limits.md").read_text(encoding="utf-8")
    [row] = [row for row in page.splitlines() if row.startswith("|") and line in row]
    found = {int(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,]*", row)}
    assert found >= set(numbers), row


@pytest.mark.parametrize("page", ["coming-from.md", "coming-from.ja.md"])
def test_what_is_added_is_named_to_whoever_comes(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for named in (
        "api/webhooks.md",
        "GET /v1/maintenance",
        "limits.md",
        "#connecting-a-device",
        "Idempotency-Key",
    ):
        assert named in text, named
