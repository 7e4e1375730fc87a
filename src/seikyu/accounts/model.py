"""Who acts, for which company, and what that company may do."""

from dataclasses import dataclass
from enum import StrEnum

from seikyu.audit.model import Author


class Plan(StrEnum):
    """Membership of a company (contract §1): only paid members use the API."""

    FREE = "free"
    PAID = "paid"


class Option(StrEnum):
    """What a paid member has applied for."""

    API = "api"
    POSTAL_PROXY = "postal_proxy"
    BULK_PRINT = "bulk_print"


class Via(StrEnum):
    """The door an action came through."""

    API = "api"
    SCREEN = "screen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Company:
    """A member."""

    company_id: int
    name: str
    plan: Plan
    options: frozenset[str]
    registration_number: str | None

    @property
    def may_use_api(self) -> bool:
        """Paid members with the API option may (contract §1)."""
        return self.plan is Plan.PAID and Option.API in self.options


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: written beside every change."""

    company: Company
    user_id: int | None
    name: str
    via: Via
    client_id: str | None = None
    request_id: str | None = None

    @property
    def author(self) -> Author:
        """The actor as the audit log names it."""
        company = self.company
        return Author(
            company.company_id, company.name, self.user_id, self.name, self.via, self.client_id, self.request_id
        )
