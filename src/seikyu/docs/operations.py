"""Every path of the API (contract §4, §5, §8)."""

from seikyu.docs.buyer_operations import BUYER_OPERATIONS
from seikyu.docs.operation import Operation
from seikyu.docs.records import MAINTENANCE
from seikyu.docs.seller_operations import SELLER_OPERATIONS
from seikyu.docs.webhook_operations import WEBHOOK_OPERATIONS
from seikyu.maintenance.api import PATH as MAINTENANCE_PATH
from seikyu.wire.fields import array

EVERYBODY_S_OPERATIONS = (
    Operation(
        "getMaintenance",
        "get",
        MAINTENANCE_PATH,
        "メンテナンス予定取得",
        (array("maintenances", "メンテナンス", MAINTENANCE),),
        open=True,
    ),
)

OPERATIONS: tuple[Operation, ...] = (
    *SELLER_OPERATIONS,
    *BUYER_OPERATIONS,
    *WEBHOOK_OPERATIONS,
    *EVERYBODY_S_OPERATIONS,
)
