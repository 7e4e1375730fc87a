"""A client library of the Node world, told the issuer only, completes every grant over HTTP."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from seikyu.accounts.model import User
from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.oauth import store
from tests.house.cast import PASSWORD, Cast
from tests.house.doors import Doors
from tests.oauth.house import AUTHORIZE, hidden_fields

FOLDER = Path(__file__).parent / "node"
CALLBACK = "https://erp.example.com/callback"
PATIENCE = 60


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with what its lock file names installed beside the program."""
    found, npm = shutil.which("node"), shutil.which("npm")
    assert found is not None, "the client of the Node world needs Node: apt-get install nodejs npm"
    assert npm is not None, "the client of the Node world needs npm: apt-get install npm"
    command = [npm, "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return found


async def test_nodes_client_completes_every_grant(doors: Doors, cast: Cast, node: str) -> None:
    async with transaction(doors.pool, None) as connection:
        new = store.NewClient(cast.seller.company_id, "Node", redirect_uris=(CALLBACK,))
        client_id, secret = await store.register_client(connection, new, system_clock())
        public_id = await store.register_public_client(connection, new, system_clock())
    told = [doors.settings.base_url, client_id, secret, public_id, CALLBACK]
    program = await asyncio.create_subprocess_exec(
        node,
        str(FOLDER / "client.mjs"),
        *told,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdin is not None
    assert program.stderr is not None
    reached = []
    async with asyncio.timeout(PATIENCE):
        async for told_us in _steps(program):
            reached.append(told_us["step"])
            match told_us["step"]:
                case "authorize":
                    answer = await _consent(doors, cast.seller.user, told_us["url"])
                case "device":
                    answer = await _allow(doors, cast.seller.user, told_us)
                case _:
                    assert told_us["person"]["sub"] == str(cast.seller.user.user_id)
                    continue
            program.stdin.write(f"{answer}\n".encode())
            await program.stdin.drain()
        errors = (await program.stderr.read()).decode()
        assert (await program.wait(), errors) == (0, "")
    assert reached == ["authorize", "walked", "authorize", "walked", "device", "connected"]


async def _steps(program: asyncio.subprocess.Process) -> AsyncIterator[dict[str, Any]]:
    assert program.stdout is not None
    async for line in program.stdout:
        yield json.loads(line)


async def _consent(doors: Doors, user: User, address: str) -> str:
    """What the person does in a browser; where the browser is sent."""
    async with _browser(doors) as http:
        login = await http.get(address)
        form = {"pfid": user.pfid, "password": PASSWORD}
        back = await http.post(login.headers["location"], data=form)
        page = await http.get(back.headers["location"])
        done = await http.post(AUTHORIZE, data={**hidden_fields(page.text), "decision": "allow"})
    location: str = done.headers["location"]
    return location


async def _allow(doors: Doors, user: User, told: dict[str, Any]) -> str:
    async with _browser(doors) as http:
        await http.post("/login", data={"pfid": user.pfid, "password": PASSWORD})
        form = {"user_code": told["user_code"], "decision": "allow"}
        done = await http.post(told["verification_uri"], data=form)
    assert done.status_code == 303
    return "allowed"


@asynccontextmanager
async def _browser(doors: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=doors.settings.base_url) as http:
        yield http
