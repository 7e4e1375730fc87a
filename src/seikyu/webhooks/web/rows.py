"""Webhooks and deliveries as lists show them."""

from dataclasses import dataclass
from datetime import datetime

from seikyu.kit.jst import JST
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words
from seikyu.webhooks.model import Delivery, Outcome, State, Webhook
from seikyu.webhooks.web.forms import event_word

KINDS = {State.WAITING: "waiting", State.DELIVERED: "done", State.FAILED: "attention"}


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook in the list; `kind` colours its state."""

    href: str
    url: str
    application: str
    state: str
    kind: str
    events: str
    updated: When | None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a webhook's form."""

    path: str
    url: str
    application: str
    state: str
    kind: str
    enabled: bool
    failing: When | None
    old_until: When | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One sending of a delivery."""

    at: When
    result: str
    took: str
    answer: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery in the log."""

    event_id: str
    event: str
    occurred: When
    state: str
    kind: str
    attempts: str
    next_at: When | None
    result: str
    took: str
    body: str
    answer: str
    tries: list[AttemptRow]


def webhook_row(webhook: Webhook, words: Words) -> WebhookRow:
    """One line of the list."""
    state, kind = _state(webhook, words)
    return WebhookRow(
        f"/settings/webhooks/{webhook.webhook_id}",
        webhook.url,
        webhook.client_name,
        state,
        kind,
        words("webhooks.events_count", count=str(len(webhook.events))),
        moment(webhook.updated_at),
    )


def head_of(webhook: Webhook, words: Words) -> Head:
    """What stands above the form."""
    state, kind = _state(webhook, words)
    return Head(
        f"/settings/webhooks/{webhook.webhook_id}",
        webhook.url,
        f"{webhook.client_name} ({webhook.client_id})",
        state,
        kind,
        webhook.enabled,
        moment(webhook.failing_since),
        moment(webhook.old_until),
    )


def delivery_row(delivery: Delivery, words: Words) -> DeliveryRow:
    """One line of the log."""
    last = delivery.last
    return DeliveryRow(
        str(delivery.event_id),
        event_word(delivery.event, words),
        _second(delivery.occurred_at),
        words(f"webhooks.state.{delivery.state}"),
        KINDS[delivery.state],
        words("webhooks.attempts_count", count=str(delivery.attempts)),
        None if delivery.next_at is None else _second(delivery.next_at),
        "" if last is None else _result(last, words),
        "" if last is None else _took(last),
        delivery.body,
        "" if last is None else last.answer,
        [
            AttemptRow(_second(one.at), _result(one.outcome, words), _took(one.outcome), one.outcome.answer)
            for one in delivery.tries
        ],
    )


def _result(outcome: Outcome, words: Words) -> str:
    if outcome.problem is None:
        return f"HTTP {outcome.status}"
    return words(f"webhooks.problem.{outcome.problem}")


def _took(outcome: Outcome) -> str:
    return f"{outcome.took_ms:,} ms"


def _state(webhook: Webhook, words: Words) -> tuple[str, str]:
    if webhook.stopped is not None:
        return words(f"webhooks.stopped.{webhook.stopped}"), "attention"
    if not webhook.enabled:
        return words("webhooks.off"), "plain"
    if webhook.failing_since is not None:
        return words("webhooks.failing"), "waiting"
    return words("webhooks.on"), "done"


def _second(at: datetime) -> When:
    local = at.astimezone(JST)
    return When(f"{local:%Y/%m/%d %H:%M:%S}", local.isoformat(timespec="seconds"))
