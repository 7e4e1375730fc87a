"""All invoices of the sandbox and what happened to each, worked out from one date: nothing is left to chance.

The last closings of every standing order are billed; dates follow the calendar, contents never change.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from seikyu.invoices.amounts import fill_in
from seikyu.kit.jst import JST
from seikyu.kit.yen import Rounding
from seikyu.sandbox.data.dressing import Occasion
from seikyu.sandbox.data.goods import Article
from seikyu.sandbox.data.masters import MASTERS
from seikyu.sandbox.data.objections import CORRECTED, SENT_BACK, Objection
from seikyu.sandbox.data.orders import MONTH_END, ORDERS, UNLINKED, StandingOrder
from seikyu.wire.values import Node, Value

CLOSINGS = 7
SATURDAY = 5
REMARKS = "納品書は納品時にお渡し済みです。\nご不明な点は担当者までお問い合わせください。"
OPENED_OF_FIVE = 2
"""So many of five of the newest invoices have been opened."""
LATE = frozenset({("work-tsukuba", 1), ("homes-head", 1)})
"""Still to be dealt with although they are due: by standing order, and how many closings ago."""
SETTLED = timedelta(days=10)
"""Closings are this old at least, so that everything that happens to an invoice lies in the past."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One invoice as its seller sends it, and when what happens to it."""

    order: StandingOrder
    request: Node
    registered_at: datetime
    issued_at: datetime
    opened_at: datetime | None
    objection: Objection | None
    corrected: bool
    done_at: datetime | None

    @property
    def sent_back_at(self) -> datetime:
        """When the buyer sends it back, if it does."""
        return self.issued_at + timedelta(hours=45)

    @property
    def corrected_at(self) -> datetime:
        """When the seller corrects it, if it does."""
        return self.sent_back_at + timedelta(hours=20)


def plan(today: date) -> list[Planned]:
    """Every invoice, oldest first: the order their numbers are allotted in."""
    planned = [one for order in ORDERS for one in _of(order, today, CLOSINGS)]
    planned += _of(UNLINKED, today, 1)
    return sorted(planned, key=lambda one: one.registered_at)


def _of(order: StandingOrder, today: date, count: int) -> Iterator[Planned]:
    previous = None
    for back in reversed(range(count)):
        closing = _closing(order.closing, today, back)
        chance = Random(f"{order.key}/{back}")  # noqa: S311 -- repeatable on purpose
        request = _request(order, Occasion(chance, closing, previous), back)
        issued_at = _working_day(closing + timedelta(days=chance.randint(1, 2)), chance)
        key = (order.key, back)
        objection = SENT_BACK.get(key) or CORRECTED.get(key)
        opened = objection is not None or back > 0 or chance.randrange(5) < OPENED_OF_FIVE
        yield Planned(
            order=order,
            request=request,
            registered_at=datetime.combine(closing + timedelta(days=1), time(7, 30), JST),
            issued_at=issued_at,
            opened_at=issued_at + timedelta(hours=chance.randint(2, 40)) if opened else None,
            objection=objection,
            corrected=key in CORRECTED,
            done_at=None if key in LATE else _done_at(order, closing, back, today),
        )
        previous = request


def _closing(day_of_month: int, today: date, back: int) -> date:
    """The `back`th closing day before the last settled one."""
    latest = today - SETTLED
    months = latest.year * 12 + latest.month - 1
    if _in_month(months, day_of_month) > latest:
        months -= 1
    return _in_month(months - back, day_of_month)


def _done_at(order: StandingOrder, closing: date, back: int, today: date) -> datetime | None:
    """When the buyer is done with it, if that has come: some days before it is due, or on the last day."""
    chance = Random(f"{order.key}/{back}/done")  # noqa: S311 -- repeatable on purpose
    day = _due(closing) - timedelta(days=chance.randint(3, 8) if order.closing == MONTH_END else 0)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    done_at = datetime.combine(day, time(chance.randint(9, 16), chance.randrange(60)), JST)
    return done_at if day < today else None


def _due(closing: date) -> date:
    """The end of the month that follows."""
    return _in_month(closing.year * 12 + closing.month, MONTH_END)


def _in_month(months: int, day_of_month: int) -> date:
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day_of_month, monthrange(year, month)[1]))


def _working_day(day: date, chance: Random) -> datetime:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(chance.randint(9, 16), chance.randrange(60)), JST)


def _request(order: StandingOrder, occasion: Occasion, back: int) -> Node:
    masters = MASTERS[order.seller]
    customer = masters.customers[order.customer]
    closing, chance = occasion.closing, occasion.chance
    invoice: Node = {
        "publisher": {**dict(masters.publishers)[order.publisher]},
        "inv_no": f"{closing:%y%m}-{_serial(order):03}",
        "customer": {**customer.fields},
        "inv_name": f"{closing.year}年{closing.month}月分 {order.subject}",
        "pay_due_date": _due(closing).isoformat(),
        "payment_method": "0",
        "close_date": closing.isoformat(),
        "customer_code1": customer.code,
        "contact": customer.fields["private_user_name"],
        "banks": [{**masters.banks[name]} for name in order.banks],
        "unit_tax_calc_sec": "0",
        "details": [*_lines(order, chance)],
    }
    if back % 3 == 0:
        invoice["remarks"] = REMARKS
    for part in order.dress:
        part(invoice, occasion)
    fill_in(invoice, Rounding.DOWN)
    return invoice


def _serial(order: StandingOrder) -> int:
    return [*ORDERS, UNLINKED].index(order) + 1


def _lines(order: StandingOrder, chance: Random) -> Iterator[Value]:
    chosen = list(order.goods)
    if order.lines is not None:
        few, many = order.lines
        kept = sorted(chance.sample(range(len(chosen)), min(len(chosen), chance.randint(few, many))))
        chosen = [chosen[place] for place in kept]
    for article in chosen:
        tax_type, rate, reduced = article.tax.value
        yield {
            "item_prod_code": article.code,
            "item_name": article.name,
            "item_qty": _quantity(article, chance),
            "item_price": article.price,
            "item_unit": article.unit,
            "tax_type": tax_type,
            "tax_rate_sec": rate,
            "reduced_tax_flg": reduced,
            "input_tax_type": "1" if article.holds_tax else "0",
            "sum_exempt_flg": "0",
        }


def _quantity(article: Article, chance: Random) -> Decimal:
    steps = int((article.most - article.least) / article.step)
    return article.least + article.step * chance.randint(0, steps)
