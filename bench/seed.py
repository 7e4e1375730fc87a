"""What the benchmark's database holds: a seller with many issued invoices, a buyer, a client with a secret.

The rows come from a few set statements, not through the API: what is measured later does.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from bench import invoices
from seikyu.accounts.model import Option, Plan
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.store import NewCompany, NewUser, add_company, add_user
from seikyu.db.pool import Connection
from seikyu.invoices.wire import canonical, read_update
from seikyu.oauth.store import NewClient, register_client
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Fields, Kind, Master
from seikyu.partners.store import register
from seikyu.settings import Environment

FIRST = 1_000_001
"""The first invoice_mng_num; the others follow without a gap."""
CORRECTABLE = 12_000
"""So many of the invoices, from the first, have a customer of their own and are sent back for updates."""
TEMPLATE = 9_999_999
PASSWORD = "benchmark password"
NOW = datetime(2026, 8, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seeded:
    """Whom the load speaks for, and what there is to speak of."""

    company_id: int
    pfid: str
    client_id: str
    client_secret: str
    invoices: int

    @property
    def correctable(self) -> int:
        """How many invoices updates may name, counted from the first."""
        return min(self.invoices, CORRECTABLE)


async def seed(connection: Connection, count: int, environment: Environment) -> Seeded:
    """Fill a migrated, empty database."""
    password_hash = await Passwords().hash(PASSWORD)
    seller = await add_company(
        connection,
        NewCompany(
            "株式会社青葉商事", Plan.PAID, frozenset({Option.API}), registration_number="T6010401234567"
        ),
        NOW,
    )
    buyer = await add_company(connection, NewCompany("株式会社みなと食品", Plan.PAID), NOW)
    pfid = "seller@bench.example"
    await add_user(connection, seller, NewUser(pfid, password_hash, "佐藤 花子"), NOW)
    await add_user(connection, buyer, NewUser("buyer@bench.example", password_hash, "鈴木 一郎"), NOW)
    client_id, secret = await register_client(
        connection, NewClient(seller, "bench", environment=environment), NOW
    )
    await connection.execute(f"SET seikyu.company = '{seller}'")
    await _add_masters(connection, seller, min(count, CORRECTABLE))
    await connection.execute("UPDATE customers SET buyer_company_id = $1", buyer)
    await _add_invoices(connection, seller, buyer, count)
    await connection.execute("RESET seikyu.company")
    return Seeded(seller, pfid, client_id, secret, count)


async def send_back(connection: Connection, seeded: Seeded) -> None:
    """Make every correctable invoice a sent-back one again, and empty the queue."""
    async with connection.transaction():
        await connection.execute(f"SET LOCAL seikyu.company = '{seeded.company_id}'")
        await connection.execute(
            "UPDATE invoices SET status = 19 WHERE company_id = $1 AND status <> 19 AND invoice_mng_num < $2",
            seeded.company_id,
            FIRST + seeded.correctable,
        )
    await connection.execute("TRUNCATE pgqueuer, pgqueuer_log")


async def tidy(connection: Connection) -> None:
    """Leave no dead rows and fresh statistics, so that every run meets the same database."""
    for table in ("invoices", "invoice_versions", "customers", "publishers", "bank_accounts"):
        await connection.execute(f"VACUUM (ANALYZE) {table}")


def customer_id(number: int) -> UUID:
    """The id of the customer of an invoice."""
    return UUID(int=(0x7 << 76) | (0b10 << 62) | number)


async def _add_masters(connection: Connection, owner: int, customers: int) -> None:
    publishers = [
        Master(customer_id(place), _fields(PUBLISHER, invoices.publisher(place)))
        for place in range(invoices.PUBLISHERS)
    ]
    await register(connection, owner, PUBLISHER, publishers, NOW)
    bank = Master(customer_id(0), _fields(BANK_ACCOUNT, invoices.bank()))
    await register(connection, owner, BANK_ACCOUNT, [bank], NOW)
    numbers = [TEMPLATE, *range(FIRST, FIRST + customers)]
    masters = [
        Master(customer_id(number), _fields(CUSTOMER, invoices.customer(number))) for number in numbers
    ]
    await register(connection, owner, CUSTOMER, masters, NOW)


async def _add_invoices(connection: Connection, owner: int, buyer: int, count: int) -> None:
    """Issued invoices of ten lines: one document, with each invoice's own number in the template's place."""
    (read,) = read_update(invoices.request([invoices.invoice(TEMPLATE, 10)]), frozenset()).invoices
    issuer = {"company_name": "株式会社青葉商事", "registration_number": "T6010401234567"}
    template = canonical({**read.document, "issuer": {**issuer}}).decode()
    await connection.execute(
        """
        INSERT INTO invoices (
            company_id, invoice_mng_num, status, version, customer_id, customer_name, buyer_company_id,
            first_to_customer, send_date, inv_no, inv_name, close_date, pay_due_date,
            inv_show_amount, inv_amount, inv_tax, invoice_type, created_at, updated_at)
        SELECT $1, n, 22, 1,
               ('00000000-0000-7000-8000-'
                || lpad(to_hex(CASE WHEN n < $6 THEN n ELSE $7 END), 12, '0'))::uuid,
               '株式会社みなと食品' || n % 10000, $2, n % 10 = 0, date '2026-01-01' + (n % 180)::integer,
               'INV-2026-' || n, '2026年7月分 ご利用代金', date '2026-07-31', date '2026-08-31',
               100000 + n % 5000, 100000 + n % 5000, 9000, 3, $3, $3
        FROM generate_series($4::bigint, $5::bigint - 1) AS n
        """,
        owner,
        buyer,
        NOW,
        FIRST,
        FIRST + count,
        FIRST + min(count, CORRECTABLE),
        TEMPLATE,
    )
    await connection.execute(
        """
        INSERT INTO invoice_versions (company_id, invoice_mng_num, version, document, sha256, made_at)
        SELECT $1, n, 1, d, sha256(d), $2
        FROM generate_series($3::bigint, $4::bigint - 1) AS n,
             convert_to(replace($5, $6, n::text), 'UTF8') AS d
        """,
        owner,
        NOW,
        FIRST,
        FIRST + count,
        template,
        str(TEMPLATE),
        timeout=600,
    )


def _fields(kind: Kind, given: dict[str, str]) -> Fields:
    return {name: given.get(name) for name in kind.fields}
