"""From what was typed to the tree that the API would be sent, and back from a master to what is typed.

A form always sends every field; one that is left empty is not in the tree, and empties the master's value.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from seikyu.accounts.model import User
from seikyu.accounts.postal_codes import address, written
from seikyu.http.forms import Fields, first
from seikyu.partners import bank_master
from seikyu.partners.actions.state import Stated, seen
from seikyu.partners.keeping import read_masters
from seikyu.partners.model import BANK_FIELDS
from seikyu.partners.persons import PERSON_FIELDS
from seikyu.partners.screen_queries import Shown
from seikyu.partners.terms import AS_THE_COMPANY, TERMS, Terms, terms_of
from seikyu.partners.web.screens import CUSTOMER, MasterScreen
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value

Typed = Mapping[str, str]

ZIPS = {"publisher_zip": "publisher_address1", "zip": "address1"}
"""Fields of postal codes, and where the address they lead to begins."""
FIGURES = frozenset(
    (
        "publisher_phone",
        "corp_genuine_id",
        "phone",
        "fax",
        "user_email",
        "fncl_inst_code",
        "branch_code",
        "account_num",
    )
)
"""What has no width of its own: typed wide, it is meant narrow."""
KEPT = "kept"
"""Stands for the person in charge that a customer has, when no present employee is that person."""


def typed_of(screen: MasterScreen, form: Fields) -> dict[str, str]:
    """What was typed into each field of the form, wide figures made narrow."""
    typed = {one.name: first(form, one.name).strip() for one in screen.asked}
    for name in typed.keys() & ZIPS.keys():
        typed[name] = written(typed[name]) or typed[name]
    for name in typed.keys() & FIGURES:
        typed[name] = unicodedata.normalize("NFKC", typed[name])
    return typed


def typed_from(
    screen: MasterScreen, shown: Shown, agreed: Terms, employees: Sequence[User]
) -> dict[str, str]:
    """A master as it stands in its form."""
    typed = {name: value or "" for name, value in shown.fields.items()}
    if screen is CUSTOMER:
        typed["rounding"] = "" if agreed.rounding is None else agreed.rounding.value
        typed["layout"] = "" if agreed.layout_id is None else str(agreed.layout_id)
        typed["person"] = _chosen(shown, employees)
    return typed


def read_typed(
    screen: MasterScreen,
    typed: Typed,
    form: Fields,
    known: Shown | None,
    employees: Sequence[User],
    layouts: Mapping[UUID, str],
) -> Stated:
    """Read what was typed as the API reads a request."""
    tree: dict[str, Value] = {
        name: typed[name] for name in screen.stating.masters.kind.fields if typed.get(name)
    }
    faults: tuple[Fault, ...] = ()
    agreed = AS_THE_COMPANY
    if screen is CUSTOMER:
        tree.update(_person(typed["person"], known, employees))
        node, found = TERMS.read({"rounding": typed["rounding"]})
        chosen = next((one for one in layouts if str(one) == typed["layout"]), None)
        agreed, faults = replace(terms_of(node), layout_id=chosen), found
    _, [element] = read_masters(screen.stating.masters, {screen.stating.masters.name: [tree]})
    return Stated(
        element, agreed, faults, first(form, "seen"), double=bool(first(form, "double")), layouts=layouts
    )


def fill(typed: Typed, asked: str) -> dict[str, str]:
    """What was typed, with what follows from a postal code or from the codes of bank and branch."""
    filled = dict(typed)
    if asked in ZIPS:
        filled[ZIPS[asked]] = address(typed.get(asked, "")) or typed.get(ZIPS[asked], "")
    elif asked == "branch_code":
        account = {name: typed.get(name) or None for name in BANK_FIELDS}
        for name in ("fncl_inst_name", "fncl_inst_kana", "branch_name", "branch_kana"):
            account[name] = None
        found = bank_master.complete(account)
        filled.update({name: value for name, value in found.items() if value is not None})
    return filled


def finds(typed: Typed, asked: str) -> bool:
    """Whether there is anything to fill in."""
    if asked in ZIPS:
        return address(typed.get(asked, "")) is not None
    bank, branch = typed.get("fncl_inst_code"), typed.get("branch_code")
    return bank_master.bank(bank) is not None and bank_master.branch(bank, branch) is not None


def person_choices(
    known: Shown | None, employees: Sequence[User], nobody: str, gone: str
) -> tuple[tuple[str, str], ...]:
    """Whom a customer can be given to: one's own people, and whoever it has now."""
    choices = [("", nobody)]
    if known is not None and _chosen(known, employees) == KEPT:
        named = " ".join(value for name in PERSON_FIELDS if (value := known.fields[name]))
        choices.append((KEPT, f"{named} {gone}"))
    people = ((str(user.user_id), f"{user.name} {user.employee_code or ''}".strip()) for user in employees)
    return (*choices, *people)


def stamp_of(known: Shown | None, agreed: Terms) -> str:
    """What a form sends back to tell what it began from."""
    return "" if known is None else seen(known, agreed)


def _chosen(known: Shown, employees: Sequence[User]) -> str:
    code, name = (known.fields[field] for field in PERSON_FIELDS)
    if code is None and name is None:
        return ""
    matching = [
        user
        for user in employees
        if (code is None or user.employee_code == code) and (name is None or user.name == name)
    ]
    return str(matching[0].user_id) if len(matching) == 1 else KEPT


def _person(chosen: str, known: Shown | None, employees: Sequence[User]) -> Node:
    if chosen == KEPT and known is not None:
        return {name: known.fields[name] for name in PERSON_FIELDS if known.fields[name]}
    code, name = PERSON_FIELDS
    user = next((user for user in employees if str(user.user_id) == chosen), None)
    if user is None:
        # Whoever was shut out meanwhile is told as the API tells it: there is no such employee.
        return {code: chosen} if chosen else {}
    given: Node = {name: user.name}
    return given if user.employee_code is None else {**given, code: user.employee_code}
