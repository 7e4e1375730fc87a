"""The page of statuses: all of them, and moves that can be made."""

from seikyu.docs.operations import OPERATIONS
from seikyu.docs.statuses import BUYER, BUYER_MOVES, SELLER, SELLER_MOVES
from seikyu.issuing.model import SellerStatus
from seikyu.receiving.model import BuyerStatus


def test_every_status_is_told_and_can_be_reached() -> None:
    assert set(SELLER) == set(SellerStatus)
    assert set(BUYER) == set(BuyerStatus)
    assert {move.target for move in SELLER_MOVES} >= set(SellerStatus) - {SellerStatus.DRAFT}
    assert {move.target for move in BUYER_MOVES} >= set(BuyerStatus)


def test_what_moves_a_status_is_an_operation_that_is_there() -> None:
    named = {move.operation for move in (*SELLER_MOVES, *BUYER_MOVES)} - {None}
    assert named <= {operation.name for operation in OPERATIONS}
