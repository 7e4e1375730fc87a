"""Keeping webhooks by API: each application its own, with a secret that is told once and stored sealed."""

import asyncio
import base64
from uuid import UUID, uuid4

import pytest
from lxml import etree

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.oauth.store import disable_client
from seikyu.sealed import SEALED
from seikyu.seals import Seals
from seikyu.webhooks.actions.keep import follow_all
from tests.audit.test_fences import tables_of
from tests.house.cast import Cast
from tests.house.doors import Doors, codes_of
from tests.webhooks.house import WEBHOOKS, Receiver, add_webhook, deliveries, one, post

ISSUED = [{"event": "invoice.issued"}]


async def test_a_secret_is_told_once_and_stands_nowhere(near: Doors, cast: Cast, receiver: Receiver) -> None:
    body = {"url": receiver.url, "events": ISSUED}
    key = {"Idempotency-Key": "once"}
    first = await near.send(cast.seller, "POST", WEBHOOKS, body, headers=key)
    repeated = await near.send(cast.seller, "POST", WEBHOOKS, body, headers=key)
    webhook_id, secret = first.json()["webhook"]["webhook_id"], first.json()["secret"]
    assert repeated.json() == {**first.json(), "secret": None}
    changed = await post(near, cast.seller, f"{webhook_id}/rotate")
    assert secret != changed["secret"]
    assert len((await near.get(cast.seller, WEBHOOKS)).json()["webhooks"]) == 1
    plain = [one.removeprefix("whsec_") for one in (secret, changed["secret"])]
    hidden = [*plain, *(base64.b64decode(one).hex() for one in plain)]
    async with transaction(near.pool, cast.seller.company_id) as connection:
        for table in [*sorted(await tables_of(near.pool)), "pgqueuer"]:
            for row in await connection.fetch(f"SELECT * FROM {table}"):
                text = " ".join(shown(value) for value in row.values())
                assert not any(one in text for one in hidden), table


async def test_while_two_secrets_are_good_both_sign(near: Doors, cast: Cast, receiver: Receiver) -> None:
    webhook_id, old = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    new = (await post(near, cast.seller, f"{webhook_id}/rotate"))["secret"]
    await post(near, cast.seller, f"{webhook_id}/test")
    await near.work_off()
    assert receiver.got[0].signed_with(old)
    assert receiver.got[0].signed_with(new)
    async with transaction(near.pool, cast.seller.company_id) as connection:
        await connection.execute("UPDATE webhooks SET old_until = $1", system_clock())
    await post(near, cast.seller, f"{webhook_id}/test")
    await near.work_off()
    assert not receiver.got[1].signed_with(old)
    assert receiver.got[1].signed_with(new)


async def test_a_trial_is_sent_once_whatever_comes_of_it(near: Doors, cast: Cast, receiver: Receiver) -> None:
    webhook_id, secret = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    receiver.answers = ["500 No"]
    trial = await post(near, cast.seller, f"{webhook_id}/test")
    await near.work_off()
    [got] = receiver.got
    assert (got.body["event"], got.event_id) == ("ping", trial["event_id"])
    assert got.signed_with(secret)
    [told] = await deliveries(near, cast.seller, webhook_id)
    assert (told["state"], told["attempts"], told["http_status"]) == ("failed", 1, 500)
    assert (await one(near, cast.seller, webhook_id))["failing_since"] is None


async def test_nobody_else_s_webhook_is_there(near: Doors, cast: Cast, receiver: Receiver) -> None:
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    event_id = (await post(near, cast.seller, f"{webhook_id}/test"))["event_id"]
    body = {"url": receiver.url, "events": ISSUED}
    calls = (
        ("GET", "", None),
        ("PUT", "", body),
        ("GET", "/deliveries", None),
        *(
            ("POST", path, {})
            for path in ("/delete", "/rotate", "/test", f"/deliveries/{event_id}/redeliver")
        ),
    )
    for party, wrong in ((cast.outsider, webhook_id), (cast.seller, str(uuid4())), (cast.seller, "x")):
        for method, rest, tree in calls:
            path = f"{WEBHOOKS}/{wrong}{rest}"
            answer = (
                await near.get(party, path) if tree is None else await near.send(party, method, path, tree)
            )
            assert answer.status_code == 404, path
            assert codes_of(answer) == [("", "E402001")]
    assert (await near.get(cast.outsider, WEBHOOKS)).json()["webhooks"] == []
    # An application of the same company keeps its own, too.
    await near.pool.execute(
        "UPDATE oauth_clients SET company_id = $1 WHERE client_id = $2",
        cast.seller.company_id,
        cast.free_seller.client_id,
    )
    async with transaction(near.pool, cast.seller.company_id) as connection:
        await connection.execute("UPDATE webhooks SET client_id = $1", cast.free_seller.client_id)
    assert (await near.get(cast.seller, f"{WEBHOOKS}/{webhook_id}")).status_code == 404


async def test_what_is_taken_away_is_sent_nothing_and_followed_no_more(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    await post(near, cast.seller, f"{webhook_id}/test")
    await post(near, cast.seller, f"{webhook_id}/delete")
    await near.work_off()
    assert receiver.got == []
    async with transaction(near.pool, cast.seller.company_id) as connection:
        assert await connection.fetch("SELECT * FROM audit_followers") == []
        kept = await connection.fetchrow("SELECT secret, old_secret FROM webhooks")
    assert kept is not None
    assert (kept["secret"], kept["old_secret"]) == (None, None)


async def followed(doors: Doors, cast: Cast) -> set[str]:
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        return {row["action"] for row in await connection.fetch("SELECT action FROM audit_followers")}


async def test_what_an_application_shut_out_for_a_while_wants_stays_followed(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    await add_webhook(near, cast.seller, receiver.url, "invoice.deleted")
    await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    async with transaction(near.pool, cast.seller.company_id) as connection:
        await disable_client(connection, cast.seller.client_id, system_clock())
        await follow_all(connection, cast.seller.company_id)
    assert await followed(near, cast) == {"invoice.issued", "invoice.deleted"}


async def test_what_two_want_at_once_is_followed_for_both(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    owner = cast.seller.company_id
    webhook_id, _ = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    async with transaction(near.pool, owner) as first:
        await first.execute(
            "UPDATE webhooks SET events = '{invoice.opened}' WHERE webhook_id = $1", UUID(webhook_id)
        )
        await follow_all(first, owner)
        second = asyncio.create_task(
            add_webhook(near, cast.seller, receiver.url, "invoice.deleted"),
        )
        await asyncio.sleep(0.2)
    await second
    assert await followed(near, cast) == {"invoice.opened", "invoice.deleted"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "E200001"),
        ("ftp://example.com/", "E202001"),
        ("https://user:pass@example.com/", "E202001"),
        ("https://example.com/#part", "E202001"),
        ("https://example.com:22/", "E202001"),
        ("https://例え.jp/", "E202001"),
        ("https://[::1", "E202001"),
        ("https://10.0.0.1/", "E202002"),
        ("https://[::ffff:169.254.169.254]/", "E202002"),
        ("https://[fd00:ec2::254]/", "E202002"),
    ],
)
async def test_addresses_that_cannot_be_called_are_refused_at_once(
    near: Doors, cast: Cast, url: str, code: str
) -> None:
    body = {"url": url, "events": [{"event": "invoice.issued"}, {"event": "invoice.eaten"}]}
    answer = await near.send(cast.seller, "POST", WEBHOOKS, body)
    found = dict(codes_of(answer))
    assert answer.status_code == 400
    assert found["url"] == code
    assert "events[1].event" in found


async def test_without_the_operator_s_leave_nothing_is_sent_unencrypted(doors: Doors, cast: Cast) -> None:
    body = {"url": "http://example.com/", "events": ISSUED}
    answer = await doors.send(cast.seller, "POST", WEBHOOKS, body)
    assert codes_of(answer) == [("url", "E202001")]


async def test_xml_says_the_same_as_json(near: Doors, cast: Cast, receiver: Receiver) -> None:
    body = {"response_type": "xml", "url": receiver.url, "events": ISSUED}
    answer = await near.send(cast.seller, "POST", WEBHOOKS, body, spelling="xml")
    told = etree.fromstring(answer.content)
    assert told.findtext("webhook/events/event") == "invoice.issued"
    assert (told.findtext("secret") or "").startswith("whsec_")


async def test_after_another_key_has_followed_secrets_still_sign(
    near: Doors, cast: Cast, receiver: Receiver
) -> None:
    _, secret = await add_webhook(near, cast.seller, receiver.url, "invoice.issued")
    (old,) = near.settings.secret_keys
    later = Seals([bytes(32), old])
    [column] = [one for one in SEALED if (one.table, one.column) == ("webhooks", "secret")]
    assert {one.column for one in SEALED if one.table == "webhooks"} == {"secret", "old_secret"}
    async with transaction(near.pool, cast.seller.company_id) as connection:
        kept = await connection.fetchval("SELECT secret FROM webhooks")
    assert later.open(kept, column.purpose) == base64.b64decode(secret.removeprefix("whsec_"))


def shown(value: object) -> str:
    """A stored value as whoever looks for secrets would read it."""
    return f"{value.hex()} {value.decode(errors='replace')}" if isinstance(value, bytes) else str(value)
