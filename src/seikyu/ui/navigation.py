"""The way around: the sections of the product and the pages of each, in the order in which they are shown."""

from dataclasses import dataclass

# Section → its pages: name (its word is `ui.page.<name>`) and path. What lies below a path belongs to it.
SECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "seller": (
        ("seller_invoices", "/seller/invoices"),
        ("seller_approvals", "/seller/approvals"),
        ("seller_drafts", "/seller/drafts"),
        ("seller_templates", "/seller/templates"),
        ("seller_uploads", "/seller/uploads"),
        ("seller_customers", "/seller/customers"),
        ("seller_publishers", "/seller/publishers"),
        ("seller_banks", "/seller/banks"),
        ("seller_invitations", "/seller/invitations"),
        ("seller_posting", "/seller/posting"),
        ("seller_notices", "/seller/notices"),
    ),
    "buyer": (
        ("buyer_invoices", "/buyer/invoices"),
        ("buyer_own", "/buyer/own"),
        ("buyer_approvals", "/buyer/approvals"),
        ("buyer_journals", "/buyer/journals"),
        ("buyer_exports", "/buyer/exports"),
        ("buyer_payments", "/buyer/payments"),
        ("buyer_notices", "/buyer/notices"),
        ("buyer_payees", "/buyer/payees"),
        ("buyer_masters", "/buyer/masters"),
    ),
    "settings": (
        ("settings_company", "/settings/company"),
        ("settings_layouts", "/settings/layouts"),
        ("settings_approvals", "/settings/approvals"),
        ("settings_groups", "/settings/groups"),
        ("settings_absence", "/settings/absence"),
        ("settings_users", "/settings/users"),
        ("settings_api", "/settings/api"),
        ("settings_webhooks", "/settings/webhooks"),
        ("settings_files", "/settings/files"),
        ("settings_audit", "/settings/audit"),
        ("settings_security", "/settings/security"),
        ("settings_password", "/settings/password"),
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere, and whether one is there."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The sections, and the pages of the one that is open, where it has more than one."""

    sections: list[Link]
    pages: list[Link]


def navigation(path: str) -> Navigation:
    """The way around as seen from `path`."""
    here = next((name for name in SECTIONS if path.startswith(f"/{name}/")), None)
    pages = SECTIONS.get(here or "", ())
    return Navigation(
        [Link(name, first[0][1], name == here) for name, first in SECTIONS.items()],
        [Link(name, href, _within(path, href)) for name, href in pages] if len(pages) > 1 else [],
    )


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")
