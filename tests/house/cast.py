"""A cast no other test knows of: two companies that trade, an outsider, and two that may not use the API."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from argon2 import PasswordHasher

from seikyu.accounts import queries as people
from seikyu.accounts import store as accounts
from seikyu.accounts.model import Actor, Company, Option, Plan, User, Via
from seikyu.accounts.passwords import Passwords
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.oauth import store as oauth
from seikyu.oauth.model import Grant, Issue
from seikyu.oauth.tokens import new_handle, new_refresh_token, new_secret
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Kind, Master
from seikyu.partners.store import register
from seikyu.settings import Environment

PASSWORD = "正しいパスワード-1"

PUBLISHER_1 = {
    "publisher_mng_num": "P-001",
    "publisher_company_name": "東京本社",
    "publisher_section": "経理部",
    "publisher_zip": "100-0001",
    "publisher_address1": "東京都千代田区千代田1-1",
    "publisher_address2": "千代田ビル5F",
    "publisher_phone": "03-1234-5678",
}
TWICE = {"publisher_mng_num": "P-TWICE", "publisher_zip": "530-0001", "publisher_phone": "06-1-1"}
BANK_1 = {
    "transfer_code": "B-001",
    "fncl_inst_code": "0001",
    "fncl_inst_name": "みずほ",
    "fncl_inst_kana": "ﾐｽﾞﾎ",
    "branch_code": "001",
    "branch_name": "東京営業部",
    "branch_kana": "ﾄｳｷﾖｳ",
    "deposit_sec": "1",
    "account_num": "1234567",
    "depositor_name": "株式会社サンプル",
    "depositor_kana": "ｶ)ｻﾝﾌﾟﾙ",
}
BANK_2 = {**BANK_1, "transfer_code": "B-002", "branch_code": "002", "account_num": "7654321"}
NAMELESS_BANK = {**BANK_1, "transfer_code": None, "branch_code": "003", "account_num": "0000003"}
BUYER_AS_CUSTOMER = {
    "corp_genuine_id": "7000012050002",
    "company_name_org": "株式会社あおぞら商店",
    "company_name_kana_org": "ｱｵｿﾞﾗｼｮｳﾃﾝ",
    "base_name": "渋谷店",
    "zip": "150-0002",
    "address1": "東京都渋谷区渋谷2-1",
    "phone": "03-1111-2222",
}


@dataclass(frozen=True)
class Party:
    """A company, one person of it, and the client the person's ERP calls through."""

    user: User
    client_id: str
    client_secret: str
    token: str

    @property
    def company(self) -> Company:
        return self.user.company

    @property
    def company_id(self) -> int:
        return self.user.company.company_id

    @property
    def actor(self) -> Actor:
        return Actor(self.company, self.user.user_id, self.user.name, Via.API, self.client_id)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class Cast:
    """The seller's `customer_id` is linked to the buyer; two people of the buyer read its mail."""

    seller: Party
    buyer: Party
    outsider: Party
    free_seller: Party
    seller_without_option: Party
    customer_id: UUID
    readers: tuple[str, ...]


async def build_cast(
    pool: Pool,
    password_hash: str,
    *,
    options: frozenset[Option] = frozenset(),
    environment: Environment = Environment.SANDBOX,
) -> Cast:
    """Make the cast; `options` are the seller's besides the API."""
    now, mark = system_clock(), uuid4().hex[:10]
    api = frozenset({Option.API})
    async with transaction(pool, None) as connection:

        async def party(role: str, name: str, plan: Plan, opened: frozenset[Option]) -> Party:
            new = accounts.NewCompany(name, plan, opened, registration_number="T7000012050002")
            company_id = await accounts.add_company(connection, new, now)
            person = accounts.NewUser(f"{role}-{mark}@example.jp", password_hash, "山田 太郎", "E0001")
            user_id = await accounts.add_user(connection, company_id, person, now)
            return await _enrol(connection, user_id, environment, now)

        seller = await party("seller", "株式会社青葉商事", Plan.PAID, api | options)
        buyer = await party("buyer", "株式会社あおぞら商店", Plan.PAID, api)
        outsider = await party("outsider", "株式会社部外", Plan.PAID, api)
        free = await party("free", "無料商店", Plan.FREE, api)
        bare = await party("bare", "有料商店", Plan.PAID, frozenset())
        second = accounts.NewUser(f"buyer2-{mark}@example.jp", password_hash, "鈴木 花子", "E0002")
        await accounts.add_user(connection, buyer.company_id, second, now)
        for code in ("E0003", "E0004"):  # two people of one name
            namesake = accounts.NewUser(f"{code}-{mark}@example.jp", password_hash, "佐藤 一郎", code)
            await accounts.add_user(connection, seller.company_id, namesake, now)
    customer_id = await _masters_of(pool, seller.company_id, buyer.company_id, now)
    await _masters_of(pool, outsider.company_id, buyer.company_id, now)
    readers = (buyer.user.email, second.pfid)
    return Cast(seller, buyer, outsider, free, bare, customer_id, readers)


async def hashed_password() -> str:
    """Everybody's password as it is stored."""
    return await quick_passwords().hash(PASSWORD)


def quick_passwords() -> Passwords:
    """Passwords that take no time: hundreds of tests log in, which takes a fifth of a second otherwise."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


async def add_customer(pool: Pool, owner: int, buyer: int | None, **fields: str) -> UUID:
    """One more customer, linked to `buyer` unless that is None."""
    now = system_clock()
    master = Master(new_id(now), _fields(CUSTOMER, fields or BUYER_AS_CUSTOMER))
    async with transaction(pool, owner) as connection:
        await register(connection, owner, CUSTOMER, [master], now)
        await connection.execute(
            "UPDATE customers SET buyer_company_id = $3 WHERE company_id = $1 AND customer_id = $2",
            owner,
            master.master_id,
            buyer,
        )
    return master.master_id


async def add_masters(pool: Pool, owner: int, kind: Kind, *given: dict[str, str | None]) -> None:
    """More masters of a company."""
    now = system_clock()
    async with transaction(pool, owner) as connection:
        masters = [Master(new_id(now), _fields(kind, fields)) for fields in given]
        await register(connection, owner, kind, masters, now)


async def _masters_of(pool: Pool, owner: int, buyer: int, now: datetime) -> UUID:
    async with transaction(pool, owner) as connection:
        publishers = [Master(new_id(now), _fields(PUBLISHER, f)) for f in (PUBLISHER_1, TWICE, TWICE)]
        await register(connection, owner, PUBLISHER, publishers, now)
        banks = [Master(new_id(now), _fields(BANK_ACCOUNT, f)) for f in (BANK_1, BANK_2, NAMELESS_BANK)]
        await register(connection, owner, BANK_ACCOUNT, banks, now)
    return await add_customer(pool, owner, buyer)


def _fields(kind: Kind, given: dict[str, str] | dict[str, str | None]) -> dict[str, str | None]:
    return {name: given.get(name) for name in kind.fields}


async def _enrol(connection: Connection, user_id: int, environment: Environment, now: datetime) -> Party:
    """Give a person a client, and a token as a login would give it."""
    user = await people.user(connection, user_id)
    assert user is not None
    client = oauth.NewClient(user.company.company_id, "販売管理", environment=environment)
    client_id, secret = await oauth.register_client(connection, client, now)
    token = new_secret()
    issue = Issue(token, new_refresh_token(new_handle()), "openid profile")
    await oauth.begin_family(connection, Grant(new_id(now), client_id, user, now), issue, now)
    return Party(user, client_id, secret, token)
