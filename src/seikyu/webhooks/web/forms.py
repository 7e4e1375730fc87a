"""What is typed about a webhook, and the form it is typed into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.http.forms import Fields, first
from seikyu.ui import sheets
from seikyu.ui.sheets import Problems
from seikyu.ui.words import Words
from seikyu.webhooks.events import EVENTS
from seikyu.webhooks.model import URL_LENGTH, Webhook, Wish
from seikyu.webhooks.wire import read_wish
from seikyu.wire.faults import Fault

LABELS = "webhooks.field."
FIELDS = ("client_id", "url", "events", "enabled")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "seller": ("invoice.", "payment_notice.arrived"),
    "buyer": ("received_invoice.",),
    "both": ("invitation.", "payment_notice."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """As it was typed."""

    client_id: str = ""
    url: str = ""
    events: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Tick:
    """One event to be chosen."""

    name: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is shown."""

    typed: Typed
    groups: Sequence[tuple[str, Sequence[Tick]]]
    wrong: Problems
    limit: int = URL_LENGTH


def typed_of(form: Fields) -> Typed:
    """What a browser sent."""
    chosen = form.get("events", [])
    return Typed(
        first(form, "client_id"),
        first(form, "url").strip(),
        tuple(name for name in EVENTS if name in chosen),
        first(form, "enabled") == "1",
    )


def typed_from(webhook: Webhook) -> Typed:
    """What a form shows of a webhook as it is."""
    return Typed(webhook.client_id, webhook.url, webhook.events, webhook.enabled)


def wish_of(typed: Typed) -> tuple[Wish, Sequence[Fault]]:
    """What is wanted, read as by API, and what is wrong with it."""
    return read_wish(
        {
            "url": typed.url,
            "events": [{"event": name} for name in typed.events],
            "enabled_flg": "1" if typed.enabled else "0",
        }
    )


def form_of(typed: Typed, faults: Sequence[Fault], words: Words) -> Form:
    """The form with what stands in it."""
    left = list(EVENTS)
    groups = []
    for group, beginnings in GROUPS.items():
        names = [name for name in left if name.startswith(beginnings)]
        left = [name for name in left if name not in names]
        ticks = [Tick(name, event_word(name, words), name in typed.events) for name in names]
        groups.append((words(f"webhooks.group.{group}"), ticks))
    return Form(typed, groups, sheets.problems(faults, LABELS, words, FIELDS))


def event_word(name: str, words: Words) -> str:
    """An event as people read it."""
    return words(f"webhooks.event.{name.replace('.', '_')}")
