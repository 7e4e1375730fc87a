"""The operator's commands: what they plan is in force, what is no plan is refused, and who did it is kept."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

from tests.house.doors import environment_for
from tests.maintenance.house import Site

SEIKYU = Path(sys.executable).with_name("seikyu")


def seikyu(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **environment_for(url, 1)}
    command = [str(SEIKYU), "maintenance", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


async def test_stopping_and_going_on(site: Site, apart_url: str) -> None:
    said = ("--api", "registerInvoices", "--notice", "確認中です", "--reason", "figures in doubt")
    stopped = seikyu(apart_url, "stop", *said, "--retry-after", "90")
    assert stopped.returncode == 0, stopped.stderr
    number = stopped.stdout.removeprefix("number: ").strip()
    await site.look()
    answer = await site.http.post("/v1/invoice/seller/invoices", json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "90")
    listed = seikyu(apart_url, "list").stdout
    assert f"{number}\tIN FORCE" in listed
    assert "registerInvoices\t確認中です" in listed
    assert seikyu(apart_url, "end").stdout == f"ended: {number}\n"
    [kept] = await site.pool.fetch(
        "SELECT who, reason FROM maintenance_events WHERE subject = $1 AND action = 'stopped'", number
    )
    assert tuple(kept) == (pwd.getpwuid(os.getuid()).pw_name, "figures in doubt")


async def test_what_is_no_plan_is_refused(apart_url: str) -> None:
    refused = seikyu(apart_url, "stop", "--api", "registerInvoice")
    assert (refused.returncode, "no such operation" in refused.stderr) == (2, True)
