"""What people type about a program: one address or URL a line."""

from collections.abc import Mapping, Sequence

from seikyu.applications.model import Program
from seikyu.http.forms import Fields, first

FIELDS = ("name", "client_id", "redirect_uris", "addresses")


def typed_of(form: Fields) -> dict[str, str]:
    """The fields as they were typed."""
    return {name: first(form, name).strip() for name in FIELDS}


def stated_in(typed: Mapping[str, str]) -> Program:
    """The program they state."""
    uris, addresses = (tuple(typed[name].split()) for name in ("redirect_uris", "addresses"))
    return Program(
        typed["name"], typed["client_id"] or None, tuple(dict.fromkeys(uris)), tuple(dict.fromkeys(addresses))
    )


def lines(values: Sequence[str]) -> str:
    """Values as they stand in a field of several lines."""
    return "\n".join(values)
