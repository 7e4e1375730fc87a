"""Every path of the API (contract §4, §5, §8)."""

from seikyu.docs.buyer_operations import BUYER_OPERATIONS
from seikyu.docs.operation import Operation
from seikyu.docs.seller_operations import SELLER_OPERATIONS

OPERATIONS: tuple[Operation, ...] = (*SELLER_OPERATIONS, *BUYER_OPERATIONS)
