"""What programs want to know of a running sandbox: where it is, how to log in, what is sent back."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from seikyu.sandbox.failure import SandboxError
from seikyu.sandbox.logins import Logins


def forget_facts(path: Path) -> None:
    """Remove the facts of an earlier start, so that nobody takes them for those of this one."""
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        raise _unusable(path, problem) from problem


def write_facts(path: Path, base_url: str, logins: Logins, returned: Sequence[int]) -> None:
    """Write the facts as JSON, whole or not at all; they hold passwords, so for nobody else's eyes."""
    facts = {
        "base_url": base_url,
        **{role.value: login for role, login in logins.members.items()},
        "returned": [str(number) for number in returned],
    }
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.touch(0o600)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(facts)) + b"\n")
        draft.replace(path)
    except OSError as problem:
        raise _unusable(path, problem) from problem


def _unusable(path: Path, problem: OSError) -> SandboxError:
    return SandboxError(f"The facts cannot be written to {path}: {problem.strerror}.")
