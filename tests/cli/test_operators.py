"""The operator's commands on a real installation: what they make works, what they cannot do they say."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from seikyu.seals import new_key
from tests.accounts.entering import code_of, secret_on
from tests.house.doors import SECRET_KEY

SEIKYU = Path(sys.executable).with_name("seikyu")
PASSWORD = "correct horse battery"
PATIENCE = 60.0

Environ = dict[str, str]


@pytest.fixture(scope="module")
def environ(database_url: str) -> Environ:
    """The settings of an installation that answers on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEIKYU_")}
    return kept | {
        "SEIKYU_DATABASE_URL": database_url,
        "SEIKYU_ENVIRONMENT": "sandbox",
        "SEIKYU_PORT": str(port),
        "SEIKYU_LOG_LEVEL": "warning",
        "SEIKYU_SECRET_KEY": SECRET_KEY,
    }


@pytest.fixture(scope="module")
def installation(environ: Environ) -> Iterator[str]:
    """A migrated database with `seikyu serve` on it; ends as an operator ends it."""
    process = subprocess.Popen([SEIKYU, "serve"], env=environ)
    base_url = f"http://127.0.0.1:{environ['SEIKYU_PORT']}"
    deadline = time.monotonic() + PATIENCE
    while True:
        with suppress(httpx.TransportError):
            if httpx.get(f"{base_url}/readyz").status_code == 200:
                break
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield base_url
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def seikyu(environ: Environ, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SEIKYU, *arguments],
        env=environ,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def told(done: subprocess.CompletedProcess[str], name: str) -> str:
    """What a command printed after a name."""
    assert done.returncode == 0, done.stderr
    found = re.search(rf"^{name}: (.+)$", done.stdout, re.MULTILINE)
    assert found is not None, done.stdout
    return found.group(1)


@pytest.fixture(scope="module")
def company(environ: Environ, installation: str) -> str:
    """A paid company with the API option."""
    assert installation
    done = seikyu(environ, "company", "add", "株式会社ためし", "--option", "api")
    return told(done, "company_id")


@pytest.fixture
def pfid() -> str:
    """A PFID nobody has."""
    return f"{uuid4().hex}@tameshi.example"


def add_user(environ: Environ, company: str, pfid: str, password: str = PASSWORD) -> str:
    who = ("--company", company, "--pfid", pfid, "--name", "試 太郎")
    return told(seikyu(environ, "user", "add", *who, stdin=f"{password}\n"), "user_id")


def test_a_company_with_a_person_and_a_client_gets_a_token(
    environ: Environ, installation: str, company: str, pfid: str
) -> None:
    add_user(environ, company, pfid)
    done = seikyu(environ, "client", "add", "--company", company, "--name", "会計システム")
    form = {
        "user_id": pfid,
        "user_password": PASSWORD,
        "client_id": told(done, "client_id"),
        "client_secret": told(done, "client_secret"),
        "realm": "/api",
        "response_type": "json",
    }
    answer = httpx.post(f"{installation}/api/credentials/access_token", data=form)
    assert answer.status_code == 200, answer.text
    listed = httpx.get(
        f"{installation}/v1/invoice/seller/invoices?response_type=json",
        headers={"Authorization": f"Bearer {answer.json()['access_token']}"},
    )
    assert listed.json()["total_count"] == 0


def until(terminal: int, ending: str | None) -> str:
    """What a terminal shows until it ends so, or until nobody writes to it any more."""
    shown = ""
    while ending is None or not shown.endswith(ending):
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, shown
        try:
            shown += os.read(terminal, 1024).decode()
        except OSError:  # the other end is closed
            break
    return shown


def test_at_a_terminal_the_password_is_asked_for_twice_and_never_shown(
    environ: Environ, installation: str, company: str, pfid: str
) -> None:
    master, slave = os.openpty()
    arguments = ["user", "add", "--company", company, "--pfid", pfid, "--name", "試 次郎"]
    process = subprocess.Popen(
        [SEIKYU, *arguments], env=environ, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    shown = until(master, ": ")  # only then is the echo off and what was typed before dropped
    os.write(master, f"{PASSWORD}\n".encode())
    shown += until(master, ": ")
    os.write(master, f"{PASSWORD}\n".encode())
    shown += until(master, None)
    os.close(master)
    assert process.wait(PATIENCE) == 0, shown
    assert "user_id: " in shown
    assert PASSWORD not in shown
    form = {"pfid": pfid, "password": PASSWORD}
    assert httpx.post(f"{installation}/login", data=form, headers={"Origin": installation}).status_code == 303


def test_lost_factors_are_reset_by_the_operator(
    environ: Environ, installation: str, company: str, pfid: str
) -> None:
    add_user(environ, company, pfid)
    login = {"pfid": pfid, "password": PASSWORD}
    with httpx.Client(base_url=installation) as http:
        http.post("/login", data=login)
        http.post("/settings/security/totp/begin")
        secret = secret_on(http.get("/settings/security/totp").text)
        code = code_of(secret, datetime.now(UTC))
        assert http.post("/settings/security/totp", data={"code": code}).status_code == 200
        assert http.post("/login", data=login).headers["location"] == "/login/second"
        done = seikyu(environ, "user", "reset-factors", "--pfid", pfid.upper())
        assert done.returncode == 0, done.stderr
        assert http.post("/login", data=login).headers["location"] == "/"
    assert seikyu(environ, "user", "reset-factors", "--pfid", f"no-{pfid}").returncode == 1


def test_a_public_client_gets_no_secret(environ: Environ, company: str) -> None:
    done = seikyu(
        environ, "client", "add", "--company", company, "--name", "手元の道具", "--kind", "public",
        "--redirect-uri", "http://127.0.0.1:8765/callback",
    )  # fmt: skip
    assert told(done, "client_id")
    assert "client_secret" not in done.stdout


def test_signing_keys_follow_each_other_in_a_running_installation(
    environ: Environ, installation: str
) -> None:
    def published() -> set[str]:
        address = httpx.get(f"{installation}/.well-known/openid-configuration").json()["jwks_uri"]
        return {key["kid"] for key in httpx.get(address).json()["keys"]}

    before = published()
    done = seikyu(environ, "keys", "rotate")
    assert "signs from: " in done.stdout
    assert published() == before | {told(done, "kid")}
    done = seikyu(environ, "keys", "rotate", "--stolen")
    assert "Restart the web processes" in done.stderr
    assert published() == {told(done, "kid")}


COMPANY = ("company", "add")
USER = ("user", "add", "--company", "1", "--pfid", "a@b", "--name", "甲")
CLIENT = ("client", "add", "--company", "1", "--name", "甲")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((*COMPANY, " "), "needs a name"),
        ((*COMPANY, "甲", "--plan", "free", "--option", "api"), "Only paid members have options"),
        ((*COMPANY, "甲", "--registration-number", "T123"), "no 登録番号"),
        ((*COMPANY, "甲", "--corporate-number", "1234567890123"), "no 法人番号"),
        ((*USER, "--pfid", "nobody"), "no PFID"),
        ((*USER, "--email", "x"), "no mail address"),
        ((*USER, "--name", " "), "needs a name"),
        (USER, "no company 1"),
        (CLIENT, "no company 1"),
        ((*CLIENT, "--name", " "), "name is required"),
        ((*CLIENT, "--client-id", "a b"), "6 to 32 of"),
        ((*CLIENT, "--redirect-uri", "javascript:1"), "no redirect URL"),
        ((*CLIENT, *["--redirect-uri", "https://a"] * 6), "at most 5"),
        ((*CLIENT, "--address", "10.0.0.1/8"), "no address or network"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    environ: Environ, installation: str, arguments: tuple[str, ...], sentence: str
) -> None:
    assert installation
    done = seikyu(environ, *arguments, stdin=f"{PASSWORD}\n")
    assert done.returncode in {1, 2}
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_taken_is_refused(environ: Environ, company: str, pfid: str) -> None:
    add_user(environ, company, pfid)
    who = ("--company", company, "--pfid", pfid.upper(), "--name", "別人")
    again = seikyu(environ, "user", "add", *who, stdin=f"{PASSWORD}\n")
    assert again.returncode == 1
    assert "already logs in" in again.stderr
    client_id = uuid4().hex
    client = ("client", "add", "--company", company, "--name", "甲", "--client-id", client_id)
    assert told(seikyu(environ, *client), "client_id") == client_id
    taken = seikyu(environ, *client)
    assert taken.returncode == 1
    assert f"The client id {client_id} is taken." in taken.stderr


def test_a_short_password_is_refused(environ: Environ, company: str, pfid: str) -> None:
    who = ("--company", company, "--pfid", pfid, "--name", "甲")
    done = seikyu(environ, "user", "add", *who, stdin="short\n")
    assert done.returncode == 1
    assert "12 to 1024 characters" in done.stderr


def test_a_number_of_a_person_is_noted_but_taken(environ: Environ, installation: str) -> None:
    assert installation
    done = seikyu(environ, "company", "add", "個人商店", "--registration-number", "T1234567890123")
    assert told(done, "company_id")
    assert "right for people only" in done.stderr


def test_a_key_that_did_not_seal_what_is_stored_stops_the_start(environ: Environ, installation: str) -> None:
    assert installation
    done = seikyu(environ | {"SEIKYU_SECRET_KEY": new_key()}, "worker")
    assert done.returncode == 1
    assert "SEIKYU_SECRET_KEY does not open the secrets in this database" in done.stderr
    newer = f"{new_key()},{environ['SEIKYU_SECRET_KEY']}"
    assert (
        told(seikyu(environ | {"SEIKYU_SECRET_KEY": newer}, "keys", "reseal"), "secret_key_proof.sealed")
        == "1"
    )
    back = f"{environ['SEIKYU_SECRET_KEY']},{newer.partition(',')[0]}"
    assert (
        told(seikyu(environ | {"SEIKYU_SECRET_KEY": back}, "keys", "reseal"), "secret_key_proof.sealed")
        == "1"
    )


def test_settings_that_are_wrong_are_told_all_at_once(environ: Environ) -> None:
    wrong = environ | {"SEIKYU_DATABASE_URL": "", "SEIKYU_PORT": "x", "SEIKYU_SECRET_KEY": "c2hvcnQ="}
    done = seikyu(wrong, "company", "add", "甲")
    assert done.returncode == 2
    for name in ("SEIKYU_DATABASE_URL", "SEIKYU_PORT", "SEIKYU_SECRET_KEY"):
        assert name in done.stderr
    assert "c2hvcnQ" not in done.stderr


def test_a_database_that_is_not_there_is_told_in_a_sentence(environ: Environ) -> None:
    away = environ | {"SEIKYU_DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none"}
    done = seikyu(away, "company", "add", "甲")
    assert done.returncode == 1
    assert done.stderr.startswith("The database of SEIKYU_DATABASE_URL cannot be reached")
    assert "secret" not in done.stderr


def test_the_generated_pages_are_checked(tmp_path: Path, environ: Environ) -> None:
    assert seikyu(environ, "docs", "build", "--folder", str(tmp_path)).returncode == 0
    assert seikyu(environ, "docs", "check", "--folder", str(tmp_path)).returncode == 0
    (tmp_path / "errors.md").write_text("")
    stale = seikyu(environ, "docs", "check", "--folder", str(tmp_path))
    assert stale.returncode == 1
    assert "errors.md" in stale.stderr
