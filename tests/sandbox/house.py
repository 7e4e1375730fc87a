"""Starting sandboxes as people do: by the command, in a process of its own."""

import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from seikyu.db.embedded import EmbeddedServer

SEIKYU = Path(sys.executable).with_name("seikyu")
PATIENCE = 90.0

INVOICES = "/v1/invoice/seller/invoices"
RECEIVED = "/v1/invoice/buyer/invoices"


@dataclass
class Sandbox:
    """A sandbox on a folder, running or not."""

    parent: Path
    process: subprocess.Popen[str] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.parent / "data"

    @property
    def said(self) -> str:
        """All that it has printed since it was last started."""
        return (self.parent / "said").read_text(encoding="utf-8")

    def begin(self, *options: str) -> None:
        """Start it and do not wait."""
        arguments = ["sandbox", "--data", str(self.folder), "--facts", str(self.parent / "facts.json")]
        with (self.parent / "said").open("w", encoding="utf-8") as said:
            self.process = subprocess.Popen(
                [SEIKYU, *arguments, *options], stdout=said, stderr=subprocess.STDOUT, text=True
            )

    def start(self, *options: str) -> None:
        """Start it and wait until it is ready."""
        (self.parent / "facts.json").unlink(missing_ok=True)
        self.begin(*options)
        self.tokens.clear()
        self.wait_for((self.parent / "facts.json").exists)
        self.facts = msgspec.json.decode((self.parent / "facts.json").read_bytes())

    def wait_for(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so while it runs."""
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert self.process is not None
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.01)

    def end(self, number: signal.Signals) -> int:
        """Send it a signal and return how it ended."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @property
    def database(self) -> Path:
        """Where its database lies."""
        pointer = self.folder / "database.at"
        return Path(pointer.read_text().strip()) if pointer.exists() else self.folder / "database"

    @property
    def processes(self) -> list[str]:
        """The command lines of processes that have to do with it."""
        lines = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        return [line for line in lines if str(self.folder) in line or str(self.database) in line]

    @property
    def lines(self) -> str:
        """The lines it printed for a shell, word for word."""
        found = re.search(r"^SEIKYU=.*?(?=^\n)", self.said, re.MULTILINE | re.DOTALL)
        assert found is not None, self.said
        return found.group()

    def walk(self) -> str:
        """Paste those lines into a shell; return what it answers."""
        return pasted(self.lines, self.parent)

    def token(self, role: str) -> str:
        """A token by the credentials flow."""
        login = self.facts[role]
        form = {
            "user_id": login["user_id"],
            "user_password": login["password"],
            "client_id": login["client_id"],
            "client_secret": login["client_secret"],
            "realm": "/api",
            "response_type": "json",
        }
        answer = httpx.post(f"{self.facts['base_url']}/api/credentials/access_token", data=form)
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    def call(self, role: str, method: str, path: str, **more: Any) -> httpx.Response:
        """Call the API as one of the cast."""
        if role not in self.tokens:
            self.tokens[role] = self.token(role)
        headers = {"Authorization": f"Bearer {self.tokens[role]}"}
        return httpx.request(method, self.facts["base_url"] + path, headers=headers, timeout=30, **more)

    def listed(self, role: str = "seller", **query: str) -> list[dict[str, Any]]:
        """All invoices of the v1 list."""
        found: list[dict[str, Any]] = []
        page: dict[str, Any] = {"invoices": [{}]}
        while page["invoices"]:
            number = str(len(found) // 100 + 1)
            page = self.call(
                role, "GET", INVOICES, params={"response_type": "json", "page_no": number, **query}
            ).json()
            found += page["invoices"]
            if len(found) % 100:
                break
        return found

    def returned(self) -> list[str]:
        """The numbers of what is sent back now."""
        return [invoice["invoice_mng_num"] for invoice in self.listed(wf_status="19")]


@contextmanager
def folder_for_a_sandbox(mode: int = 0o711) -> Iterator[Sandbox]:
    """A sandbox that has not been started, and nothing left of it afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-sandbox-"))
    parent.chmod(mode)
    sandbox = Sandbox(parent)
    try:
        yield sandbox
    finally:
        if sandbox.process is not None and sandbox.process.poll() is None:
            sandbox.process.kill()
            sandbox.process.wait(PATIENCE)
        database = sandbox.database
        if database.exists():
            EmbeddedServer(database, "").stop()
            shutil.rmtree(database)
        shutil.rmtree(parent)


def pasted(lines: str, folder: Path) -> str:
    """What a shell in the folder answers to the lines."""
    done = subprocess.run(
        ["bash", "-eu"], input=lines, capture_output=True, text=True, cwd=folder, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def mode_of(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)
