"""The user whom the server runs as: ourselves, or somebody unprivileged when we are root."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from seikyu.db.embedded.failure import EmbeddedServerError
from seikyu.db.embedded.layout import Layout

CANDIDATES = ("seikyu", "postgres", "nobody")
ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""All that PostgreSQL's programs see of the environment: a stray PGPORT or LC_ALL must not steer them."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    user: int
    group: int


def is_root() -> bool:
    """Whether we are root, whom PostgreSQL refuses to run as."""
    return os.geteuid() == 0


def account_for(layout: Layout) -> Account | None:
    """The user to run as (None: ourselves): the owner of the data, else one who can enter the folder."""
    if not is_root():
        return None
    owner = layout.cluster.stat().st_uid if layout.cluster.exists() else 0
    candidates = [_by_id(owner)] if owner else [account for name in CANDIDATES if (account := _by_name(name))]
    if not candidates:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root, and this machine has no user {' or '.join(CANDIDATES)}: "
            "make one (useradd --system seikyu), or start as an ordinary user."
        )
    for account in candidates:
        if can(account, "-x", layout.folder):
            return account
    names = " and ".join(account.name for account in candidates)
    raise EmbeddedServerError(
        f"PostgreSQL does not run as root, and {names} cannot enter {layout.folder}: "
        "choose another folder such as /var/lib/seikyu, or start as an ordinary user."
    )


def can(account: Account | None, access: str, path: Path) -> bool:
    """Whether the user has `access` (-r or -x) to the path; the system answers, which knows ACLs too."""
    return run(account, ["/bin/sh", "-c", 'test "$0" "$1"', access, str(path)]).returncode == 0


def run(
    account: Account | None,
    command: Sequence[str],
    *,
    stdin: str = "",
    output: IO[bytes] | None = None,
    inherit: tuple[int, ...] = (),
    secrets: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as the user, out of reach of the terminal's Ctrl-C.

    What it prints is returned, or goes to the file `output`, which processes it leaves behind may keep open.
    """
    return subprocess.run(  # noqa: S603 -- the commands are our own, with full paths
        command,
        input=stdin,
        stdout=output or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd="/",  # ours may be closed to that user
        env={**ENVIRONMENT, **(secrets or {})},
        umask=0o077,
        start_new_session=True,
        pass_fds=inherit,
        user=account.user if account else None,
        group=account.group if account else None,
        extra_groups=[] if account else None,
    )


def _by_name(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=name, user=entry.pw_uid, group=entry.pw_gid)


def _by_id(user: int) -> Account:
    try:
        entry = pwd.getpwuid(user)
    except KeyError:
        raise EmbeddedServerError(
            f"The database belongs to user number {user}, whom this machine does not know: "
            "chown its folder cluster to an ordinary user."
        ) from None
    return Account(name=entry.pw_name, user=user, group=entry.pw_gid)
