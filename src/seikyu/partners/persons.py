"""自社担当者: the seller's person in charge that a customer names."""

from collections.abc import Container, Mapping
from typing import TypeAlias

from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text

Person: TypeAlias = tuple[str | None, str | None]
"""An employee code and a name, either of which may be left out, not both."""

PERSON_FIELDS = ("private_user_employee_no", "private_user_name")


def person_of(customer: Node) -> Person | None:
    """The person in charge that a customer names."""
    code, name = (text(customer, field) for field in PERSON_FIELDS)
    return None if code is None and name is None else (code, name)


def unknown_person(
    customer: Node, path: str, broken: Container[str], employees: Mapping[Person, int]
) -> list[Fault]:
    """What is wrong with the person in charge: none or several employees are meant."""
    person = person_of(customer)
    if person is None or any(f"{path}.{name}" in broken for name in PERSON_FIELDS):
        return []
    matching = employees.get(person, 0)
    if matching == 1:
        return []
    name = "private_user_name" if person[0] is None else "private_user_employee_no"
    return [Fault(f"{path}.{name}", codes.PERSON_AMBIGUOUS if matching else codes.PERSON_UNKNOWN)]
