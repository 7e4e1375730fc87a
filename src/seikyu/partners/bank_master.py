"""金融機関マスタ: the names of Japan's banks and branches by their codes (law 2.9).

The data is that of the package `zengin_code`. Its files are read one at a time as banks are asked for:
importing the package itself would load all 29,000 branches into every process.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from seikyu.kit.kana import bank_kana
from seikyu.partners.model import Fields

NAME_CHARACTERS = 15
"""So long may the name of a bank or branch be in the published table."""


class Named(msgspec.Struct):
    """A bank or branch of the master."""

    name: str
    kana: str


def bank(code: str | None) -> Named | None:
    """The bank with this code."""
    return None if code is None else _banks().get(code)


def branch(bank_code: str | None, code: str | None) -> Named | None:
    """The branch of a bank with this code."""
    if bank_code is None or code is None or bank_code not in _banks():
        return None
    return _branches(bank_code).get(code)


def complete(account: Fields) -> Fields:
    """A bank account with the names that were left out, as far as its codes are known."""
    institution = bank(account["fncl_inst_code"])
    office = branch(account["fncl_inst_code"], account["branch_code"])
    known = {**_names("fncl_inst", institution), **_names("branch", office)}
    return {name: value if value is not None else known.get(name) for name, value in account.items()}


def _names(prefix: str, named: Named | None) -> Fields:
    if named is None:
        return {}
    # A name too long for the field is left to the seller: half of it would be another name.
    name = named.name if len(named.name) <= NAME_CHARACTERS else None
    return {f"{prefix}_name": name, f"{prefix}_kana": bank_kana(named.kana, NAME_CHARACTERS)}


@cache
def _banks() -> dict[str, Named]:
    return _read("banks.json")


@cache
def _branches(bank_code: str) -> dict[str, Named]:
    return _read(f"branches/{bank_code}.json")


def _read(name: str) -> dict[str, Named]:
    path = _folder() / name
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Named]) if path.is_file() else {}


def _folder() -> Path:
    found = find_spec("zengin_code")
    if found is None or found.origin is None:
        raise LookupError("the package zengin_code is not installed")
    return Path(found.origin).parent / "source-data" / "data"
