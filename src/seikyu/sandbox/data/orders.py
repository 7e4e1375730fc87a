# ruff: noqa: E501 -- tables
"""What is billed again and again: one standing order gives one invoice at each closing day."""

from dataclasses import dataclass

from seikyu.sandbox.data import goods
from seikyu.sandbox.data.cast import Role
from seikyu.sandbox.data.dressing import (
    Dress,
    by_line,
    debited,
    with_balance,
    with_note,
    with_sections,
    with_slips,
    with_work_report,
)
from seikyu.sandbox.data.goods import Article

MONTH_END = 31


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """Who bills whom for what; `lines` is how few and how many, all articles where it is left out."""

    key: str
    customer: str
    publisher: str
    banks: tuple[str, ...]
    subject: str
    goods: tuple[Article, ...]
    lines: tuple[int, int] | None = None
    closing: int = MONTH_END
    dress: Dress = ()
    seller: Role = Role.SELLER


# fmt: off

_SLIPS = (with_slips,)

ORDERS = (
    StandingOrder("stationery-head", "head", "tokyo", ("main",), "オフィス用品代", goods.STATIONERY, (2, 3), dress=_SLIPS),
    StandingOrder("stationery-osaka", "osaka", "osaka", ("osaka",), "オフィス用品代", goods.STATIONERY, (5, 12), dress=_SLIPS),
    StandingOrder("stationery-nagoya", "nagoya", "tokyo", ("main", "current"), "オフィス用品代", goods.STATIONERY, (4, 9), closing=20, dress=(with_slips, with_sections)),
    StandingOrder("stationery-fukuoka", "fukuoka", "osaka", ("osaka",), "オフィス用品代", goods.STATIONERY, (3, 8), closing=20, dress=_SLIPS),
    StandingOrder("stationery-tsukuba", "tsukuba", "tokyo", ("main",), "オフィス用品代", goods.STATIONERY, (3, 10), dress=_SLIPS),
    StandingOrder("food-head", "head", "tokyo", ("food",), "社員食堂 食材代", goods.FOOD, (6, 12), dress=_SLIPS),
    StandingOrder("food-nagoya", "nagoya", "tokyo", ("food",), "工場食堂 食材代", goods.FOOD, (5, 11), closing=20, dress=_SLIPS),
    StandingOrder("food-saitama", "saitama", "tokyo", ("food", "main"), "食堂 食材代", goods.FOOD, (4, 9), dress=(with_slips, with_note)),
    StandingOrder("lunch-head", "head", "tokyo", ("food",), "会議用お弁当代", goods.LUNCHES, (1, 4), dress=_SLIPS),
    StandingOrder("lunch-osaka", "osaka", "osaka", ("osaka",), "お弁当代", goods.LUNCHES, (2, 5), closing=20, dress=_SLIPS),
    StandingOrder("freight-saitama", "saitama", "tokyo", ("main",), "運送料", goods.FREIGHT, (5, 9), dress=(with_slips, with_sections)),
    StandingOrder("freight-osaka", "osaka", "osaka", ("osaka",), "運送料", goods.FREIGHT, (3, 6), closing=20, dress=_SLIPS),
    StandingOrder("freight-nagoya", "nagoya", "tokyo", ("main",), "運送料", goods.FREIGHT, (3, 7), dress=_SLIPS),
    StandingOrder("systems-head", "head", "tokyo", ("main",), "業務クラウド利用料", goods.SYSTEMS, (3, 6), dress=(by_line, with_sections)),
    StandingOrder("systems-fukuoka", "fukuoka", "osaka", ("osaka",), "業務クラウド利用料", goods.SYSTEMS, (2, 5), closing=20),
    StandingOrder("work-tsukuba", "tsukuba", "tokyo", ("main",), "研究支援業務", goods.WORK, (2, 4), dress=(with_work_report,)),
    StandingOrder("copies-head", "head", "tokyo", (), "複合機 保守・リース料", goods.COPIES, closing=20, dress=(debited,)),
    StandingOrder("printing-nagoya", "nagoya", "tokyo", ("main",), "印刷物代", goods.PRINTING, (1, 4), dress=(with_slips, with_balance)),
    StandingOrder("homes-head", "head", "tokyo", ("current",), "社宅賃料", goods.HOMES),
    StandingOrder("storage-saitama", "saitama", "tokyo", ("current", "main"), "倉庫賃料・荷役料", goods.STORAGE, dress=(with_sections,)),
    StandingOrder("freight-outsider", "sample", "nagoya", ("main",), "配送料", goods.FREIGHT, (2, 5), dress=_SLIPS, seller=Role.OUTSIDER),
)

UNLINKED = StandingOrder("stationery-builder", "builder", "tokyo", ("main",), "現場事務所 備品代", goods.STATIONERY, (2, 4), dress=_SLIPS)
"""Its customer is linked to no member, so the invoice goes out by mail: the outbox holds the link."""

# fmt: on
