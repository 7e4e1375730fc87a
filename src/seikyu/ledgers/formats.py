"""Every file there is, by its format."""

from collections.abc import Mapping

from seikyu.ledgers.model import FileLayout, Format
from seikyu.ledgers.packages.freee import FREEE
from seikyu.ledgers.packages.money_forward import MONEY_FORWARD
from seikyu.ledgers.packages.obc import OBC
from seikyu.ledgers.packages.yayoi import YAYOI
from seikyu.ledgers.sheet.table import SHEET

LAYOUTS: Mapping[Format, FileLayout] = {
    Format.RECEIVER: SHEET,
    Format.YAYOI: YAYOI,
    Format.FREEE: FREEE,
    Format.MONEY_FORWARD: MONEY_FORWARD,
    Format.OBC: OBC,
}
