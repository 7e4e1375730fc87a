"""What tells the screens of the three masters apart: their paths, columns and how fields are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.partners import editing
from seikyu.partners.editing import Stating
from seikyu.ui.sheets import Asked

NUMERIC = (("inputmode", "numeric"), ("autocomplete", "off"))
OFF = (("autocomplete", "off"),)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the field it shows and sorts by; `kind` is how it is set."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MasterScreen:
    """The screens of one master; its words are `partners.<name>.…`.

    `title` are the fields that name one, the first that is given wins; `under` stands below it in lists.
    """

    name: str
    stating: Stating
    path: str
    title: Sequence[str]
    under: Sequence[str]
    columns: Sequence[Column]
    groups: Mapping[str, Sequence[Asked]]

    @property
    def asked(self) -> list[Asked]:
        """All fields of the form."""
        return [one for fields in self.groups.values() for one in fields]


PUBLISHER = MasterScreen(
    "publisher",
    editing.PUBLISHER,
    "/seller/publishers",
    ("publisher_company_name", "publisher_section", "publisher_mng_num"),
    ("publisher_section",),
    (
        Column("publisher_company_name", "name"),
        Column("publisher_mng_num"),
        Column("publisher_address1"),
        Column("publisher_phone"),
        Column("updated_at", "date"),
    ),
    {
        "identity": (
            Asked("publisher_mng_num", required=True, limit=15, extra=OFF),
            Asked("publisher_company_name", limit=30),
            Asked("publisher_section", limit=30),
        ),
        "address": (
            Asked(
                "publisher_zip",
                required=True,
                limit=10,
                hint="partners.hint.zip",
                fill="partners.fill.address",
                extra=NUMERIC,
            ),
            Asked("publisher_address1", limit=100, wide=True, hint="partners.hint.publisher_addresses"),
            Asked("publisher_address2", limit=100, wide=True),
            Asked("publisher_phone", required=True, limit=15, hint="partners.hint.phone", kind="tel"),
        ),
    },
)
CUSTOMER = MasterScreen(
    "customer",
    editing.CUSTOMER,
    "/seller/customers",
    ("company_name_org",),
    ("base_name",),
    (
        Column("company_name_org", "name"),
        Column("private_cust_cd"),
        Column("corp_genuine_id"),
        Column("private_user_name"),
        Column("linked"),
        Column("updated_at", "date"),
    ),
    {
        "identity": (
            Asked("private_cust_cd", limit=15, hint="partners.hint.customer_code", extra=OFF),
            Asked("corp_genuine_id", limit=13, hint="partners.hint.corporate_number", extra=NUMERIC),
            Asked("company_name_org", required=True, limit=60, wide=True, hint="partners.hint.names"),
            Asked("company_name_kana_org", limit=100, wide=True),
            Asked("base_name", limit=60),
            Asked("base_name_kana", limit=100),
        ),
        "address": (
            Asked("zip", limit=10, hint="partners.hint.zip", fill="partners.fill.address", extra=NUMERIC),
            Asked("address1", limit=100, wide=True, hint="partners.hint.addresses"),
            Asked("address2", limit=100, wide=True),
            Asked("phone", limit=15, hint="partners.hint.phone", kind="tel"),
            Asked("fax", limit=15, kind="tel"),
            Asked("user_email", limit=100, kind="email", wide=True, hint="partners.hint.user_email"),
        ),
        "terms": (
            Asked("person", kind="choice", hint="partners.hint.person"),
            Asked("rounding", kind="choice", hint="partners.hint.rounding"),
            Asked("layout", kind="choice", hint="partners.hint.layout"),
        ),
    },
)
BANK = MasterScreen(
    "bank",
    editing.BANK,
    "/seller/banks",
    ("fncl_inst_name", "fncl_inst_code"),
    ("branch_name",),
    (
        Column("fncl_inst_name", "name"),
        Column("transfer_code"),
        Column("deposit_sec"),
        Column("account_num"),
        Column("depositor_name"),
        Column("updated_at", "date"),
    ),
    {
        "identity": (Asked("transfer_code", limit=15, hint="partners.hint.transfer_code", extra=OFF),),
        "bank": (
            Asked("fncl_inst_code", required=True, limit=4, hint="partners.hint.bank_code", extra=NUMERIC),
            Asked("fncl_inst_name", limit=15, hint="partners.hint.bank_names"),
            Asked("fncl_inst_kana", limit=15),
            Asked(
                "branch_code",
                required=True,
                limit=3,
                hint="partners.hint.branch_code",
                fill="partners.fill.bank",
                extra=NUMERIC,
            ),
            Asked("branch_name", limit=15),
            Asked("branch_kana", limit=15),
        ),
        "account": (
            Asked("deposit_sec", required=True, kind="choice"),
            Asked("account_num", required=True, limit=7, extra=NUMERIC),
            Asked("depositor_name", required=True, limit=30, wide=True),
            Asked("depositor_kana", required=True, limit=30, wide=True, hint="partners.hint.depositor_kana"),
        ),
    },
)
ALL = (CUSTOMER, PUBLISHER, BANK)
