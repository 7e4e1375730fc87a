"""What every refusal has to be, whatever was sent."""

import time

import httpx
from hypothesis import HealthCheck, settings
from lxml import etree

from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, told

SECONDS = 15
JSON, XML = "application/json", "text/xml"

often = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""The same examples every time."""


async def refused(
    doors: Doors, cast: Cast, content: bytes, kind: str, method: str = "PUT", path: str = INVOICES
) -> httpx.Response:
    """Send it; hold the answer to what every refusal is."""
    headers = {**cast.seller.headers, "Content-Type": kind, "Accept": kind}
    started = time.perf_counter()
    answer = await doors.http.request(method, path, content=content, headers=headers)
    assert time.perf_counter() - started < SECONDS
    assert 400 <= answer.status_code < 500, answer.text
    assert_envelope(answer)
    return answer


def assert_envelope(answer: httpx.Response) -> None:
    if answer.headers["content-type"] == JSON:
        assert answer.json()["result"] == "1"
    else:
        assert etree.fromstring(answer.content).findtext("result") == "1"
    entries = told(answer)
    assert entries
    for entry in entries:
        assert entry.keys() == {"error_item", "error_code", "error_detail", "index", "invoice_mng_num"}
        assert len(entry["error_code"]) == 7
        assert entry["error_detail"]
