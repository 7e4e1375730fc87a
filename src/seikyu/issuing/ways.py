"""The ways an issued invoice leaves the seller; each is the business of another slice and passed in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from seikyu.accounts.model import Company
from seikyu.db.pool import Connection
from seikyu.invoices.extract import Extract
from seikyu.invoices.store import Version
from seikyu.issuing.reach import Reach
from seikyu.storage.objects import StoredObject


@dataclass(frozen=True, slots=True)
class Delivery:
    """What leaves: the version, its printed form, and how its customer can be reached."""

    seller: Company
    reach: Reach
    version: Version
    extract: Extract
    pdf: StoredObject
    send_date: date
    now: datetime
    reissued: bool
    """Whether an earlier version went out."""


IntoInbox = Callable[[Connection, int, Delivery], Awaitable[None]]
"""Lays a delivery into the inbox of this company, in the seller's transaction, acting for the buyer."""
ByMail = Callable[[Connection, str, Delivery], Awaitable[None]]
"""Tells the mail address of a customer that is not linked where to read the invoice; acts for the seller."""
ByPost = Callable[[Connection, Delivery], Awaitable[bool]]
"""Puts the invoice among those to be posted if it is to be; tells whether it is. Acts for the seller.

Called while the invoice is held in status 21, before it becomes 22.
"""


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways there are. What is posted goes into the buyer's inbox too, but not out by mail."""

    inbox: IntoInbox
    mail: ByMail
    post: ByPost | None = None
