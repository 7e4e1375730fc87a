"""Masters as they are kept, and the fields the wire and the tables share by name."""

from dataclasses import dataclass
from uuid import UUID

from seikyu.audit.model import Subject

PUBLISHER_FIELDS = (
    "publisher_mng_num",
    "publisher_company_name",
    "publisher_section",
    "publisher_zip",
    "publisher_address1",
    "publisher_address2",
    "publisher_phone",
)
CUSTOMER_FIELDS = (
    "corp_genuine_id",
    "company_name_org",
    "company_name_kana_org",
    "base_name",
    "base_name_kana",
    "zip",
    "address1",
    "address2",
    "phone",
    "fax",
    "private_user_employee_no",
    "private_user_name",
)
CUSTOMER_MASTER_FIELDS = ("private_cust_cd", *CUSTOMER_FIELDS, "user_email")
"""What the seller keeps of a customer; its code and mail address do not stand on invoices."""
BANK_FIELDS = (
    "transfer_code",
    "fncl_inst_code",
    "fncl_inst_name",
    "fncl_inst_kana",
    "branch_code",
    "branch_name",
    "branch_kana",
    "deposit_sec",
    "account_num",
    "depositor_name",
    "depositor_kana",
)
BANK_KEY = ("fncl_inst_code", "branch_code", "account_num")

Fields = dict[str, str | None]
"""A master's published fields by their wire names."""


@dataclass(frozen=True, slots=True)
class Master:
    """A publisher, customer or bank account: its id and its fields."""

    master_id: UUID
    fields: Fields


@dataclass(frozen=True, slots=True)
class Kind:
    """What tells the three masters apart where they are stored."""

    table: str
    key: str
    fields: tuple[str, ...]
    subject: Subject


PUBLISHER = Kind("publishers", "publisher_id", PUBLISHER_FIELDS, "publisher")
CUSTOMER = Kind("customers", "customer_id", CUSTOMER_MASTER_FIELDS, "customer")
BANK_ACCOUNT = Kind("bank_accounts", "bank_account_id", BANK_FIELDS, "bank_account")


def merged(known: Fields, given: Fields) -> Fields:
    """What a master becomes: given values replace, values left out stay (decision 0003)."""
    return {name: given.get(name) if given.get(name) is not None else value for name, value in known.items()}
