"""Founding the sandbox in one transaction: companies, people, clients, masters, and invoices to be issued."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from seikyu.accounts import store as accounts
from seikyu.accounts.model import Actor, User, Via
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.invoices.extract import extract
from seikyu.invoices.store import Version, add_versions
from seikyu.invoices.wire import INVOICE, InvoiceDocument, canonical
from seikyu.issuing.model import SellerStatus
from seikyu.issuing.parties import display_name
from seikyu.issuing.store import NewInvoice, register
from seikyu.kit.ids import new_id
from seikyu.oauth.store import NewClient, register_client
from seikyu.partners import store as partners
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Master
from seikyu.sandbox.data.cast import CAST, REDIRECT_URIS, Role
from seikyu.sandbox.data.masters import MASTERS
from seikyu.sandbox.data.plan import Planned
from seikyu.sandbox.logins import Login
from seikyu.wire.values import node

MEMBERS_FOR = timedelta(days=400)
"""The cast has been on the platform for longer than its oldest invoice."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The password of a company's people, and the hash that is stored."""

    password: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Seller:
    """Who registers a seller's invoices, and its customers by our short names."""

    actor: Actor
    customers: Mapping[str, UUID]


async def found(
    connection: Connection, secrets: Mapping[Role, Secret], planned: Sequence[Planned], since: datetime
) -> dict[Role, Login]:
    """Put everything into an empty database; return how each company logs in."""
    joined = since - MEMBERS_FOR
    members = {role: await _join(connection, role, secrets[role], joined) for role in CAST}
    ids = {role: login.company_id for role, login in members.items()}
    sellers = {}
    for role in MASTERS:
        people = await users_of(connection, ids[role])
        actor = actor_of(people[0], role)
        sellers[role] = Seller(actor, await _keep_masters(connection, role, ids, joined))
    seen: set[tuple[Role, str]] = set()
    for (role, at), batch in groupby(planned, key=lambda one: (one.order.seller, one.registered_at)):
        await _register(connection, sellers[role], ids, list(batch), seen, at)
    return members


def actor_of(user: User, role: Role, via: Via = Via.API) -> Actor:
    """A person at work, through the company's API client or at a screen."""
    client = CAST[role].client_id if via is Via.API else None
    return Actor(user.company, user.user_id, user.name, via, client)


async def _join(connection: Connection, role: Role, secret: Secret, now: datetime) -> Login:
    member = CAST[role]
    company_id = await accounts.add_company(connection, member.company, now)
    for person in member.people:
        user = accounts.NewUser(person.pfid, secret.password_hash, person.name, person.employee_code)
        await accounts.add_user(connection, company_id, user, now)
    client = NewClient(company_id, f"{member.company.name} 検証用", member.client_id, REDIRECT_URIS)
    client_id, client_secret = await register_client(connection, client, now)
    return Login(company_id, member.people[0].pfid, secret.password, client_id, client_secret)


async def _keep_masters(
    connection: Connection, role: Role, ids: Mapping[Role, int], now: datetime
) -> dict[str, UUID]:
    owner, masters = ids[role], MASTERS[role]
    await act_for(connection, owner)
    publishers = [Master(new_id(now), fields) for _, fields in masters.publishers]
    await partners.register(connection, owner, PUBLISHER, publishers, now)
    banks = [Master(new_id(now), fields) for fields in masters.banks.values()]
    await partners.register(connection, owner, BANK_ACCOUNT, banks, now)
    customers = {
        name: Master(
            new_id(now),
            {"private_cust_cd": customer.code, **customer.fields, "user_email": customer.email},
        )
        for name, customer in masters.customers.items()
    }
    await partners.register(connection, owner, CUSTOMER, list(customers.values()), now)
    for name, customer in masters.customers.items():
        buyer = None if customer.linked_to is None else ids[customer.linked_to]
        await partners.link_customer(
            connection,
            owner,
            customers[name].master_id,
            code=customer.code,
            email=customer.email,
            buyer_company_id=buyer,
        )
    return {name: master.master_id for name, master in customers.items()}


async def _register(
    connection: Connection,
    seller: Seller,
    ids: Mapping[Role, int],
    planned: Iterable[Planned],
    seen: set[tuple[Role, str]],
    now: datetime,
) -> None:
    owner = seller.actor.company.company_id
    await act_for(connection, owner)
    invoices, contents = [], []
    for one in planned:
        document = _document(one, seller.actor)
        key = (one.order.seller, one.order.customer)
        invoices.append(_invoice(one, seller, ids, document, first=key not in seen))
        contents.append(canonical(document))
        seen.add(key)
    numbers = await register(connection, owner, invoices, now)
    versions = [
        Version(number, 1, content, hashlib.sha256(content).digest())
        for number, content in zip(numbers, contents, strict=True)
    ]
    await add_versions(connection, owner, versions, now)
    events = [
        Event("invoice.registered", "invoice", str(number), None, SellerStatus.QUEUED, 1)
        for number in numbers
    ]
    await record(connection, owner, seller.actor.author, now, events)


def _document(planned: Planned, actor: Actor) -> InvoiceDocument:
    document, faults = INVOICE.read(planned.request)
    if faults:
        raise ValueError(f"{planned.order.key}: {faults[0].path}: {faults[0].detail('en')}")
    company = actor.company
    document["issuer"] = {
        "company_name": company.name,
        "registration_number": company.registration_number,
    }
    return document


def _invoice(
    planned: Planned, seller: Seller, ids: Mapping[Role, int], document: InvoiceDocument, *, first: bool
) -> NewInvoice:
    order = planned.order
    customer = MASTERS[order.seller].customers[order.customer]
    return NewInvoice(
        customer_id=seller.customers[order.customer],
        customer_name=display_name(node(document, "customer") or {}),
        customer_code=customer.code,
        buyer_company_id=None if customer.linked_to is None else ids[customer.linked_to],
        first_to_customer=first,
        extract=extract(document),
    )
