"""The making of a database cluster: whole, or not at all."""

import os
import secrets
import shutil

from seikyu.db.embedded.binaries import Binaries
from seikyu.db.embedded.failure import EmbeddedServerError
from seikyu.db.embedded.layout import APPLICATION, SUPERUSER, Layout, keep, settle

INITDB = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-ctype=C.UTF-8",  # with C, the trigrams of Japanese words are silently empty
    "--data-checksums",
)
TUNING = {
    "shared_buffers": "256MB",
    "max_connections": "100",
    "wal_level": "replica",
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",  # a week of files, each written over when its day comes again
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
}
"""What a new cluster writes into its postgresql.conf, where an operator may change it."""


def create_cluster(layout: Layout, binaries: Binaries, *, turn: int) -> None:
    """Make the cluster with its two roles and the database, and put it in place by one rename.

    The programs inherit the descriptor `turn` of the starter's lock: should we be killed, the next start
    waits for them to end before it clears what they were making.
    """
    draft, pwfile, data = layout.unfinished, layout.unfinished / "pwfile", layout.unfinished / "cluster"
    clear_unfinished(layout)
    # No cluster stands beside these files yet, so none can be locked out by new ones.
    passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, APPLICATION)}
    for role, password in passwords.items():
        keep(layout.password(role), f"{password}\n")
    draft.mkdir(mode=0o700)
    keep(pwfile, f"{passwords[SUPERUSER]}\n")
    if account := binaries.account:
        os.chown(pwfile, account.user, account.group)
        os.chown(draft, account.user, account.group)
    tuning = [f"--set={name}={value}" for name, value in TUNING.items()]
    made = binaries.run("initdb", f"--pgdata={data}", f"--pwfile={pwfile}", *INITDB, *tuning, inherit=(turn,))
    if made.returncode != 0:
        raise EmbeddedServerError(
            f"The database could not be made in {layout.folder}:\n{made.stdout.strip()}"
        )
    pwfile.unlink()
    # Single-user mode needs no server, port or login, and shows no password to anybody.
    filled = binaries.run(
        "postgres",
        *("--single", "-D", str(data), "-c", "exit_on_error=true", "-c", "log_min_error_statement=panic"),
        "postgres",
        stdin="".join(f"{statement};\n" for statement in _statements(passwords[APPLICATION])),
        inherit=(turn,),
    )
    if filled.returncode != 0:
        raise EmbeddedServerError(f"The database could not be filled:\n{filled.stdout.strip()}")
    data.rename(layout.cluster)
    settle(layout.folder)
    clear_unfinished(layout)


def clear_unfinished(layout: Layout) -> None:
    """Throw away what a start that was cut short left behind."""
    if layout.unfinished.exists():
        shutil.rmtree(layout.unfinished)


def check_version(layout: Layout, binaries: Binaries) -> None:
    """Refuse a cluster that another major version of PostgreSQL made."""
    made_by = (layout.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if made_by != binaries.major:
        raise EmbeddedServerError(
            f"The database in {layout.folder} was made by PostgreSQL {made_by}, and this Seikyu brings "
            f"{binaries.major}: dump it with the Seikyu that made it, and restore into another folder."
        )


def _statements(password: str) -> tuple[str, ...]:
    powerless = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    return (
        f"CREATE ROLE {APPLICATION} LOGIN {powerless} PASSWORD '{password}'",
        f"CREATE DATABASE {APPLICATION} OWNER {APPLICATION}",
    )
