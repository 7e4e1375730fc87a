"""Finding companies and people."""

from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from seikyu.accounts import queries, store
from seikyu.accounts.model import Option, Plan
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from tests.house.statements import note_query

TARO, JIRO, HANAKO = "山田 太郎", "山田 次郎", "佐藤 花子"


@pytest_asyncio.fixture(loop_scope="session")
async def company_id(pool: Pool) -> int:
    now = system_clock()
    async with transaction(pool, None) as connection:
        new = store.NewCompany("株式会社発行", Plan.PAID, frozenset({Option.API, Option.BULK_PRINT}))
        company_id = await store.add_company(connection, new, now)
        other_id = await store.add_company(connection, store.NewCompany("他社", Plan.FREE), now)
        people = (
            (company_id, TARO, "E001"),
            (company_id, JIRO, "E002"),
            (company_id, JIRO, "E003"),
            (company_id, HANAKO, None),
            (other_id, TARO, "E001"),
        )
        for owner, name, code in people:
            user = store.NewUser(f"{uuid4().hex}@example.jp", "unusable", name, code)
            await store.add_user(connection, owner, user, now)
    return company_id


async def test_code_and_name_both_given_must_both_match(pool: Pool, company_id: int) -> None:
    pairs: list[queries.Pair] = [
        ("E001", None),
        (None, HANAKO),
        ("E001", TARO),
        ("E001", JIRO),
        (None, JIRO),
        ("E002", JIRO),
        ("E999", None),
        (None, None),
        ("E001", None),
    ]
    async with pool.acquire() as connection:
        found = await queries.person_in_charge(connection, company_id, pairs)
    assert {pair: [user.employee_code for user in users] for pair, users in found.items()} == {
        ("E001", None): ["E001"],
        (None, HANAKO): [None],
        ("E001", TARO): ["E001"],
        ("E001", JIRO): [],
        (None, JIRO): ["E002", "E003"],
        ("E002", JIRO): ["E002"],
        ("E999", None): [],
        (None, None): [],
    }


async def test_many_pairs_cost_one_query(pool: Pool, company_id: int) -> None:
    seen: list[str] = []
    async with pool.acquire() as connection:
        with connection.query_logger(lambda record: note_query(seen, record.query)):
            await queries.person_in_charge(connection, company_id, [(f"E{n:03}", None) for n in range(500)])
    assert len(seen) == 1


async def test_a_company_is_known_with_its_plan_and_options(pool: Pool, company_id: int) -> None:
    async with pool.acquire() as connection:
        company = await queries.company(connection, company_id)
        assert await queries.company(connection, 1) is None
    assert company is not None
    assert company.may_use_api
    assert company.options == {"api", "bulk_print"}


async def test_a_free_company_may_not_use_the_api_whatever_its_options(pool: Pool, company_id: int) -> None:
    async with transaction(pool, None) as connection:
        await store.change_membership(connection, company_id, Plan.FREE, [Option.API])
        company = await queries.company(connection, company_id)
    assert company is not None
    assert not company.may_use_api


async def test_users_are_listed_until_they_are_shut_out(pool: Pool, company_id: int) -> None:
    async with transaction(pool, None) as connection:
        users = await queries.users_of(connection, company_id)
        assert [user.name for user in users] == [TARO, JIRO, JIRO, HANAKO]
        assert await queries.user(connection, users[0].user_id) == users[0]
        await store.disable_user(connection, users[0].user_id, system_clock())
        assert len(await queries.users_of(connection, company_id)) == 3
        assert await queries.user(connection, users[0].user_id) is None
        await store.disable_company(connection, company_id, system_clock())
        assert await queries.users_of(connection, company_id) == []


async def test_a_pfid_is_one_persons_whatever_its_case(pool: Pool, company_id: int) -> None:
    pfid = f"{uuid4().hex}@example.jp"
    async with pool.acquire() as connection:
        await store.add_user(connection, company_id, store.NewUser(pfid, "x", TARO), system_clock())
        again = store.NewUser(pfid.upper(), "x", JIRO)
        with pytest.raises(asyncpg.UniqueViolationError):
            await store.add_user(connection, company_id, again, system_clock())
