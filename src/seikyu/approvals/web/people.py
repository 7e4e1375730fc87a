"""People to choose from in a form."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from seikyu.accounts.model import User


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be chosen, and whether they are."""

    user_id: str
    name: str
    hint: str
    chosen: bool


def people_view(users: Sequence[User], chosen: Collection[str]) -> list[Person]:
    """Everybody who may log in; those of one name are told apart by their employee code."""
    return [
        Person(str(user.user_id), user.name, user.employee_code or "", str(user.user_id) in chosen)
        for user in users
    ]
