"""The form of a new company and its first person: what is asked for, read and found wrong."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seikyu.accounts.passwords import LONGEST_PASSWORD
from seikyu.accounts.rules import LONGEST_PFID, SHORTEST_PASSWORD, is_pfid, normal_pfid
from seikyu.http.forms import Fields, first
from seikyu.invitations.actions.sign_up import SignUp
from seikyu.kit.check_digits import has_registration_form, is_corporate_number
from seikyu.ui.words import Words

ZIP = re.compile(r"[0-9]{3}-[0-9]{4}", re.ASCII)
PHONE = re.compile(r"[0-9]{1,5}-[0-9]{1,4}-[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: its group, how long it may be, and what browsers fill it with."""

    name: str
    group: str
    limit: int
    required: bool = False
    autocomplete: str = "off"
    kind: str = "text"
    wide: bool = False


ASKED = (
    Asked("company_name", "company", 60, required=True, autocomplete="organization", wide=True),
    Asked("corporate_number", "company", 13),
    Asked("registration_number", "company", 14),
    Asked("zip", "company", 8, autocomplete="postal-code"),
    Asked("phone", "company", 15, autocomplete="tel"),
    Asked("address1", "company", 100, autocomplete="address-line1", wide=True),
    Asked("address2", "company", 100, autocomplete="address-line2", wide=True),
    Asked("person_name", "person", 30, required=True, autocomplete="name", wide=True),
    Asked("pfid", "person", LONGEST_PFID, required=True, autocomplete="username", wide=True),
    Asked("password", "person", LONGEST_PASSWORD, True, "new-password", "password", wide=True),
    Asked("password_again", "person", LONGEST_PASSWORD, True, "new-password", "password", wide=True),
)
NAMES = tuple(one.name for one in ASKED if one.kind != "password")


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its words and what was typed."""

    asked: Asked
    label: str
    hint: str
    value: str
    problem: str


def shown(
    given: Mapping[str, str], problems: Mapping[str, str], words: Words
) -> list[tuple[str, Sequence[Shown]]]:
    """The fields in their groups, each under its heading."""
    return [
        (
            words(f"invitations.signing_up.{group}"),
            [
                Shown(
                    one,
                    words(f"invitations.field.{one.name}"),
                    _hint(one.name, words),
                    given.get(one.name, ""),
                    problems.get(one.name, ""),
                )
                for one in ASKED
                if one.group == group
            ],
        )
        for group in ("company", "person")
    ]


def read(form: Fields, words: Words) -> tuple[SignUp | None, str, dict[str, str]]:
    """What the form says and the password, or what is wrong with it, by the field."""
    typed = {one.name: _typed(form, one) for one in ASKED}
    problems = {one.name: problem for one in ASKED if (problem := _problem(one, typed, words))}
    if problems:
        return None, "", problems
    wanted = SignUp(
        typed["company_name"],
        typed["corporate_number"] or None,
        typed["registration_number"] or None,
        typed["zip"] or None,
        typed["address1"] or None,
        typed["address2"] or None,
        typed["phone"] or None,
        typed["person_name"],
        normal_pfid(typed["pfid"]),
    )
    return wanted, typed["password"], {}


def _typed(form: Fields, asked: Asked) -> str:
    value = first(form, asked.name)
    if asked.kind == "password":
        return value
    value = " ".join(value.split())
    if asked.name in {"corporate_number", "registration_number", "zip", "phone"}:
        value = unicodedata.normalize("NFKC", value).upper().replace(" ", "").replace("ー", "-")
    if asked.name == "zip" and re.fullmatch(r"[0-9]{7}", value, re.ASCII):
        value = f"{value[:3]}-{value[3:]}"
    return value


def _problem(asked: Asked, typed: Mapping[str, str], words: Words) -> str:
    name, value = asked.name, typed[asked.name]
    label = words(f"invitations.field.{name}")
    if not value:
        return words("invitations.wrong.required", label=label) if asked.required else ""
    if asked.kind == "password":
        return _about_password(name, typed, words)
    if len(value) > asked.limit:
        return words("invitations.wrong.too_long", label=label, limit=asked.limit)
    sound: dict[str, Callable[[str], bool]] = {
        "corporate_number": is_corporate_number,
        "registration_number": has_registration_form,
        "zip": lambda given: ZIP.fullmatch(given) is not None,
        "phone": lambda given: PHONE.fullmatch(given) is not None,
        "pfid": lambda given: is_pfid(normal_pfid(given)),
    }
    return "" if name not in sound or sound[name](value) else words(f"invitations.wrong.{name}")


def _about_password(name: str, typed: Mapping[str, str], words: Words) -> str:
    password = typed["password"]
    if name == "password_again":
        return "" if typed[name] == password else words("invitations.wrong.password_again")
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return ""
    return words("invitations.wrong.password", shortest=SHORTEST_PASSWORD)


def _hint(name: str, words: Words) -> str:
    path = f"invitations.field_hint.{name}"
    return words(path, shortest=SHORTEST_PASSWORD) if path in words else ""
