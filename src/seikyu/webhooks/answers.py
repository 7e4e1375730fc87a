"""Webhooks and deliveries as answers tell them."""

from seikyu.kit.jst import wire_time
from seikyu.webhooks.model import Delivery, Outcome, Webhook
from seikyu.wire.values import Value


def told(webhook: Webhook) -> dict[str, Value]:
    """A webhook, without its secret."""
    return {
        "webhook_id": str(webhook.webhook_id),
        "url": webhook.url,
        "events": [{"event": name} for name in webhook.events],
        "enabled_flg": "1" if webhook.enabled else "0",
        "stop_reason": None if webhook.stopped is None else webhook.stopped.value,
        "old_secret_until": wire_time(webhook.old_until),
        "failing_since": wire_time(webhook.failing_since),
        "created_at": wire_time(webhook.created_at),
        "updated_at": wire_time(webhook.updated_at),
    }


def told_delivery(delivery: Delivery) -> dict[str, Value]:
    """How an event was told."""
    return {
        "event_id": str(delivery.event_id),
        "event": delivery.event,
        "occurred_at": wire_time(delivery.occurred_at),
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": wire_time(delivery.next_at),
        "attempted_at": wire_time(delivery.attempted_at),
        **_told_outcome(delivery.last),
        "attempt_list": [
            {"attempted_at": wire_time(one.at), **_told_outcome(one.outcome)} for one in delivery.tries
        ],
    }


def _told_outcome(outcome: Outcome | None) -> dict[str, Value]:
    if outcome is None:
        return {"http_status": None, "problem": None, "answer": None, "took_ms": None}
    return {
        "http_status": outcome.status,
        "problem": None if outcome.problem is None else outcome.problem.value,
        "answer": outcome.answer,
        "took_ms": outcome.took_ms,
    }
