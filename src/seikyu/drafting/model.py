"""Drafts, what they are based on, and templates of invoices that come every month."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from seikyu.drafting.rules import DayRule
from seikyu.wire.values import Node


class Kind(StrEnum):
    """Whether it becomes an invoice, or drafts month by month."""

    DRAFT = "draft"
    TEMPLATE = "template"


class Based(StrEnum):
    """What a draft began as."""

    NOTHING = "nothing"
    COPY = "copy"
    CORRECTION = "correction"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a draft began as: the invoice that is copied or corrected, or the template and its month."""

    based: Based = Based.NOTHING
    number: int | None = None
    template_id: UUID | None = None
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What is entered: the tree of a request, as typed where that cannot be read, and the masters chosen.

    The parties stand in the tree only where they are of this invoice alone. Masters are looked up when they
    are needed: a draft that waited never brings an old address back.
    """

    tree: Node
    customer_id: UUID | None = None
    publisher_id: UUID | None = None
    bank_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is entering; `revision` grows with every save."""

    draft_id: UUID
    kind: Kind
    content: Content
    basis: Basis
    maker_name: str
    editor_name: str
    revision: int
    updated_at: datetime
    issued_as: int | None = None
    closed: bool = False

    @property
    def corrects(self) -> int | None:
        """The sent-back invoice it corrects, if it does."""
        return self.basis.number if self.basis.based is Based.CORRECTION else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list says of a draft."""

    customer_name: str | None
    inv_name: str | None
    inv_no: str | None
    inv_show_amount: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list, without its content."""

    draft_id: UUID
    summary: Summary
    basis: Basis
    maker_name: str
    editor_name: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Template:
    """How a template becomes a draft; `next_on` is the day it is next made by itself."""

    template_id: UUID
    name: str
    close: DayRule | None
    due: DayRule | None
    make_on_day: int | None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """A template in the list, and the last month it was made for."""

    template: Template
    summary: Summary
    last_month: date | None
    updated_at: datetime


MAKE = "drafting.make"
"""The task that makes a template's draft when its day has come."""
