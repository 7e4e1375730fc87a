"""Webhooks and deliveries as answers tell them."""

from seikyu.kit.jst import wire_time
from seikyu.webhooks.model import Delivery, Webhook
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
    last = delivery.last
    return {
        "event_id": str(delivery.event_id),
        "event": delivery.event,
        "occurred_at": wire_time(delivery.occurred_at),
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": wire_time(delivery.next_at),
        "attempted_at": wire_time(delivery.attempted_at),
        "http_status": None if last is None else last.status,
        "problem": None if last is None or last.problem is None else last.problem.value,
        "answer": None if last is None else last.answer,
        "took_ms": None if last is None else last.took_ms,
    }
