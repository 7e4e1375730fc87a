"""The way around: the sections of the product and the pages of each, in the order in which they are shown."""

from dataclasses import dataclass

Pages = tuple[tuple[str, str], ...]

# Section → its pages: name (its word is `ui.page.<name>`) and path. What lies below a path belongs to it.
SECTIONS: dict[str, Pages] = {
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
}

# The settings by whose they are, in the same form; `/settings` shows them all.
SETTINGS: dict[str, Pages] = {
    "own": (
        ("settings_security", "/settings/security"),
        ("settings_password", "/settings/password"),
        ("settings_absence", "/settings/absence"),
    ),
    "company": (
        ("settings_company", "/settings/company"),
        ("settings_users", "/settings/users"),
        ("settings_groups", "/settings/groups"),
        ("settings_approvals", "/settings/approvals"),
        ("settings_layouts", "/settings/layouts"),
    ),
    "connections": (
        ("settings_api", "/settings/api"),
        ("settings_webhooks", "/settings/webhooks"),
        ("settings_files", "/settings/files"),
    ),
    "records": (
        ("settings_audit", "/settings/audit"),
        ("settings_retention", "/settings/retention"),
        ("settings_export", "/settings/export"),
    ),
}
ALL_SETTINGS = "/settings"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere, and whether one is there."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The sections, the pages of the one that is open, and whose settings these are if they are settings."""

    sections: list[Link]
    pages: list[Link]
    group: str = ""


def navigation(path: str) -> Navigation:
    """The way around as seen from `path`."""
    if _within(path, ALL_SETTINGS):
        group = next((name for name, pages in SETTINGS.items() if _is_here(path, pages)), "")
        return Navigation(_sections("settings"), links(path, SETTINGS.get(group, ())), group)
    here = next((name for name in SECTIONS if path.startswith(f"/{name}/")), "")
    return Navigation(_sections(here), links(path, SECTIONS.get(here, ())))


def links(path: str, pages: Pages) -> list[Link]:
    """The ways to pages as seen from `path`."""
    return [Link(name, href, _within(path, href)) for name, href in pages]


def _sections(here: str) -> list[Link]:
    firsts = {name: pages[0][1] for name, pages in SECTIONS.items()} | {"settings": ALL_SETTINGS}
    return [Link(name, href, name == here) for name, href in firsts.items()]


def _is_here(path: str, pages: Pages) -> bool:
    return any(_within(path, href) for _, href in pages)


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")
