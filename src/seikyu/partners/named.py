"""Which masters a batch names, gathered before they are loaded: pure."""

from dataclasses import dataclass, field
from uuid import UUID

from seikyu.partners.model import BANK_KEY
from seikyu.wire.values import Node, text

BankKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """By what the masters of a batch can be found."""

    publisher_codes: set[str] = field(default_factory=set)
    customer_ids: set[UUID] = field(default_factory=set)
    customer_codes: set[str] = field(default_factory=set)
    corporate_numbers: set[str] = field(default_factory=set)
    company_names: set[str] = field(default_factory=set)
    bank_codes: set[str] = field(default_factory=set)
    bank_keys: set[BankKey] = field(default_factory=set)

    def add_publisher(self, publisher: Node | None) -> None:
        """A publisher of the batch."""
        if publisher is not None and (code := text(publisher, "publisher_mng_num")) is not None:
            self.publisher_codes.add(code)

    def add_customer(self, customer: Node | None) -> None:
        """A customer of the batch, by what a registration finds it by."""
        if customer is None:
            return
        code, number = text(customer, "private_cust_cd"), text(customer, "corp_genuine_id")
        name = text(customer, "company_name_org")
        if code is not None:
            self.customer_codes.add(code)
        if number is not None:
            self.corporate_numbers.add(number)
        if code is None and number is None and name is not None:
            self.company_names.add(name)

    def add_bank(self, bank: Node) -> None:
        """A bank account of the batch."""
        if (code := text(bank, "transfer_code")) is not None:
            self.bank_codes.add(code)
        institution, branch, account = (text(bank, name) for name in BANK_KEY)
        if institution is not None and branch is not None and account is not None:
            self.bank_keys.add((institution, branch, account))
