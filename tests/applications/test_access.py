"""Asking for access: who may, who decides, and what is opened."""

import asyncio
import os
import re
import sys
from pathlib import Path

import httpx

from seikyu.accounts.model import Option
from seikyu.accounts.queries import company
from seikyu.audit.queries import history
from seikyu.db.pool import Pool, transaction
from tests.house.cast import Cast, Party
from tests.house.doors import Doors, environment_for, other_doors
from tests.house.screens import at_screen, problems_of

HERE = "/settings/api"
ASKED = {"purpose": "販売管理システムから請求書を登録します。", "contact": "情報システム部 03-0000-0000"}
PRODUCTION = {"SEIKYU_ENVIRONMENT": "production", "SEIKYU_SMTP_HOST": "127.0.0.1"}


async def options_of(pool: Pool, party: Party) -> frozenset[str]:
    found = await company(pool, party.company_id)  # type: ignore[arg-type]  # a pool asks as a connection does
    assert found is not None
    return found.options


async def mails_to(pool: Pool, party: Party) -> list[str]:
    async with transaction(pool, party.company_id) as connection:
        rows = await connection.fetch("SELECT subject, body FROM mails ORDER BY mail_id")
    return [f"{row['subject']}\n{row['body']}" for row in rows]


async def seikyu(database_url: str, *arguments: str) -> tuple[int, str]:
    """An operator's command, and what it prints."""
    environ = {**os.environ, **environment_for(database_url, 1, **PRODUCTION)}
    program = Path(sys.executable).with_name("seikyu")
    process = await asyncio.create_subprocess_exec(
        program,
        "application",
        *arguments,
        env=environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


async def asks(http: httpx.AsyncClient, access: str = "api", **changes: str) -> httpx.Response:
    return await http.post(f"{HERE}/apply/{access}", data={**ASKED, **changes})


async def test_a_sandbox_opens_the_option_at_once_and_tells_by_mail(doors: Doors, cast: Cast) -> None:
    party = cast.seller_without_option
    async with at_screen(doors, party) as http:
        assert (await asks(http)).status_code == 303
        page = (await http.get(HERE)).text
    assert "すぐに承認されました" in page
    assert await options_of(doors.pool, party) == {Option.API}
    [mail] = await mails_to(doors.pool, party)
    assert "APIオプションの申請が承認されました" in mail
    async with transaction(doors.pool, party.company_id) as connection:
        events = await history(connection, party.company_id, "company", str(party.company_id))
    assert [one.event.action for one in events] == ["access_requested", "access_granted", "option_opened"]


async def test_on_production_the_operator_decides(doors: Doors, cast: Cast, database_url: str) -> None:
    party, number = cast.seller_without_option, str(cast.seller_without_option.company_id)
    async with other_doors(doors, database_url, **PRODUCTION) as real, at_screen(real, party) as http:
        await asks(http)
        await asks(http, "sandbox")
        assert (await asks(http)).status_code == 409
        assert "申請中" in (await http.get(HERE)).text
        assert Option.API not in await options_of(doors.pool, party)

        _, told = await seikyu(database_url, "list")
        assert re.search(rf"^{number} api .*有料商店$", told, re.MULTILINE)
        assert "販売管理システムから" in told
        assert (await seikyu(database_url, "grant", number, "sandbox"))[
            0
        ] == 2  # without telling how to get in
        assert (await seikyu(database_url, "grant", number, "sandbox", "--message", "https://test"))[0] == 0
        assert Option.API not in await options_of(doors.pool, party)
        assert (await seikyu(database_url, "grant", number, "api"))[0] == 0
        assert Option.API in await options_of(doors.pool, party)
        code, told = await seikyu(database_url, "refuse", number, "api", "--reason", "x")
        assert (code, "decided" in told) == (1, True)
        page = (await http.get(HERE)).text
    assert "https://test" in page
    assert [mail.splitlines()[0] for mail in await mails_to(doors.pool, party)] == [
        "【Seikyu】サンドボックス環境の利用の申請が承認されました",
        "【Seikyu】APIオプションの申請が承認されました",
    ]


async def test_what_was_refused_is_told_with_the_reason_and_may_be_asked_for_again(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    party = cast.seller_without_option
    async with other_doors(doors, database_url, **PRODUCTION) as real, at_screen(real, party) as http:
        await asks(http)
        await seikyu(database_url, "refuse", str(party.company_id), "api", "--reason", "用途が分かりません。")
        page = (await http.get(HERE)).text
        assert "却下" in page
        assert "用途が分かりません。" in page
        assert (await asks(http)).status_code == 303
        [path] = re.findall(r'action="(/settings/api/requests/[^"]+/withdraw)"', (await http.get(HERE)).text)
        async with at_screen(real, cast.outsider) as stranger:
            assert (await stranger.post(path)).status_code == 409
        assert (await http.post(path)).status_code == 303
        assert (await http.post(path)).status_code == 409
    assert await doors.pool.fetchval(
        "SELECT access_requested_at IS NULL FROM companies WHERE company_id = $1", party.company_id
    )


async def test_free_members_are_told_why_they_cannot(doors: Doors, cast: Cast) -> None:
    async with at_screen(doors, cast.free_seller) as http:
        page = (await http.get(HERE)).text
        assert "有料会員のみ申し込めます" in page
        assert f"{HERE}/apply" not in page
        refused = await asks(http)
    assert refused.status_code == 403
    assert "E101901" in refused.text


async def test_only_administrators_ask_and_nothing_is_asked_without_saying_what_for(
    doors: Doors, cast: Cast
) -> None:
    party = cast.seller_without_option
    async with at_screen(doors, party) as http:
        empty = await asks(http, purpose="", contact="")
        assert set(problems_of(empty.text)) == {"purpose", "contact"}
        await doors.pool.execute(
            "UPDATE users SET administrator = false WHERE user_id = $1", party.user.user_id
        )
        assert (await asks(http)).status_code == 403
        assert (await http.get(f"{HERE}/apply/api")).status_code == 403
        assert "変更できるのは自社の管理者だけです" in (await http.get(HERE)).text
