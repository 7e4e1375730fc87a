"""The buyer's side in the settings of approval."""

from seikyu.approvals.model import Side
from seikyu.approvals.web.sides import SideScreen
from seikyu.receiving.approval_side import find_suppliers, write_suppliers

BUYER = SideScreen(Side.BUYER, find_suppliers, write_suppliers)
