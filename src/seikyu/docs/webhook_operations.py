"""The paths of webhooks (contract §8)."""

from seikyu.docs.operation import TOTAL, Operation
from seikyu.webhooks import wire
from seikyu.webhooks.api import DELIVERIES, ONE, PATH, REDELIVER
from seikyu.wire.fields import array, nested

_WEBHOOK = nested("webhook", "Webhook", wire.WEBHOOK)

WEBHOOK_OPERATIONS = (
    Operation(
        "listWebhooks",
        "get",
        PATH,
        wire.LIST_ASKED.label,
        (array("webhooks", "Webhook", wire.WEBHOOK),),
        query=wire.LIST_ASKED,
    ),
    Operation(
        "createWebhook",
        "post",
        PATH,
        wire.REQUEST.label,
        (_WEBHOOK, wire.SECRET),
        body=wire.REQUEST,
        repeatable=True,
    ),
    Operation("getWebhook", "get", ONE, wire.ONE_ASKED.label, (_WEBHOOK,), query=wire.ONE_ASKED),
    Operation("changeWebhook", "put", ONE, wire.CHANGE.label, (_WEBHOOK,), body=wire.CHANGE, repeatable=True),
    Operation(
        "deleteWebhook",
        "post",
        ONE + "/delete",
        "Webhook削除",
        (wire.ID,),
        body=wire.NOTHING,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "rotateWebhookSecret",
        "post",
        ONE + "/rotate",
        "Webhookのシークレット更新",
        (_WEBHOOK, wire.SECRET),
        body=wire.NOTHING,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "testWebhook",
        "post",
        ONE + "/test",
        "Webhookのテスト送信",
        (wire.EVENT_ID,),
        body=wire.NOTHING,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "listWebhookDeliveries",
        "get",
        DELIVERIES,
        wire.DELIVERIES_ASKED.label,
        (TOTAL, array("deliveries", "送信記録", wire.DELIVERY)),
        query=wire.DELIVERIES_ASKED,
    ),
    Operation(
        "redeliverWebhook",
        "post",
        REDELIVER,
        "Webhookの再送",
        (wire.EVENT_ID,),
        body=wire.NOTHING,
        repeatable=True,
        bare=True,
    ),
)
