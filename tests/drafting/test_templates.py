"""Monthly invoices: made once a month, by hand or when their day comes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from seikyu.drafting import jobs
from seikyu.drafting.model import MAKE
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import today
from tests.drafting.screen import Screen, Shown
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import rows
from tests.issuing.registering import forget_jobs

TEMPLATE: dict[str, Any] = {
    "name": "保守料（あおぞら）",
    "close_rule": "0:31",
    "due_rule": "1:31",
    "inv_name": "{年}年{月}月分 保守料",
    "details-0-item_name": "{前月}月分",
    "details-0-item_qty": "1",
    "details-0-item_price": "10,000",
}


async def template(screen: Screen, **changes: Any) -> Shown:
    shown = await screen.get("/seller/templates/new")
    [customer] = shown.tree.xpath("//select[@id='customer']/option[@value!='']/@value")
    return await screen.send(shown, "save", **{**TEMPLATE, "customer": customer, **changes})


async def make(screen: Screen, month: str, again: bool = False) -> Shown:  # noqa: FBT001, FBT002 -- a tick
    shown = await screen.get(f"/seller/templates?month={month}")
    _, fields = shown.fields("//form[contains(@class, 'monthly')]")
    chosen = shown.tree.xpath("//input[@name='template']/@value")
    ticked = {"again": "1"} if again else {}
    return await screen.post("/seller/templates/make", {**fields, "template": chosen, **ticked})


async def drafts(doors: Doors, cast: Cast) -> list[dict[str, Any]]:
    query = (
        "SELECT draft_id, inv_name, month, maker_name FROM drafts WHERE kind = 'draft' ORDER BY created_at"
    )
    return await rows(doors.pool, cast.seller.company_id, query)


async def test_a_template_is_made_once_a_month_unless_it_is_wanted_again(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    await template(screen)
    made = await make(screen, "2027-01")
    assert "下書きを作成しました。" in made.text
    [draft] = await drafts(doors, cast)
    assert (draft["inv_name"], draft["month"]) == ("2027年1月分 保守料", date(2027, 1, 1))
    shown = await screen.get(f"/seller/drafts/{draft['draft_id']}")
    assert shown.value("close_date") == "2027-01-31"
    assert shown.value("pay_due_date") == "2027-02-28"
    assert shown.value("details-0-item_name") == "12月分"
    assert "すでに作成されています" in (await make(screen, "2027-01")).text
    assert len(await drafts(doors, cast)) == 1
    await make(screen, "2027-01", again=True)
    await make(screen, "2027-02")
    assert len(await drafts(doors, cast)) == 3
    listed = await screen.get("/seller/templates?month=2027-02")
    assert "2027/02" in listed.text
    assert listed.tree.xpath("//input[@name='template'][@checked]") == []


async def test_a_draft_can_be_kept_as_a_template_and_stays_a_draft(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown = await screen.get("/seller/invoices/new")
    kept = await screen.send(shown, "template", inv_name="月額利用料")
    assert kept.path.startswith("/seller/templates/")
    assert kept.value("name") == "月額利用料"
    assert len(await drafts(doors, cast)) == 1
    asked = await screen.get(f"{kept.path.replace('templates', 'drafts')}/delete")
    await screen.press(asked)
    assert "定期請求は登録されていません" in (await screen.get("/seller/templates")).text
    assert len(await drafts(doors, cast)) == 1


async def test_when_its_day_comes_a_template_is_made_by_itself_once_and_waits_for_the_next(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown = await template(screen, make_on_day="31")
    template_id = shown.path.rpartition("/")[2]
    [job] = await forget_jobs(doors, cast)
    [row] = await rows(doors.pool, cast.seller.company_id, "SELECT next_on FROM invoice_templates")
    day = row["next_on"]
    assert day.isoformat() in job["payload"].decode()
    [task] = jobs.tasks(doors.pool, system_clock)
    assert task.name == MAKE
    payload = {"company_id": cast.seller.company_id, "template_id": template_id, "day": day.isoformat()}
    for _ in range(3):
        await task.run(payload)
    [draft] = await drafts(doors, cast)
    assert draft["month"] == day.replace(day=1)
    assert draft["maker_name"] == "システム"
    [row] = await rows(doors.pool, cast.seller.company_id, "SELECT next_on FROM invoice_templates")
    assert day < row["next_on"] <= day + timedelta(days=31)
    [following] = await forget_jobs(doors, cast)
    assert row["next_on"].isoformat() in following["payload"].decode()


async def test_another_day_or_none_at_all_calls_the_old_one_off(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown = await template(screen, make_on_day="5")
    [row] = await rows(
        doors.pool, cast.seller.company_id, "SELECT template_id, next_on FROM invoice_templates"
    )
    assert row["template_id"] == UUID(shown.path.rpartition("/")[2])
    assert row["next_on"] > today(system_clock)
    await screen.send(shown, "save", make_on_day="")
    await forget_jobs(doors, cast)
    [task] = jobs.tasks(doors.pool, system_clock)
    await task.run(
        {
            "company_id": cast.seller.company_id,
            "template_id": str(row["template_id"]),
            "day": row["next_on"].isoformat(),
        }
    )
    assert await drafts(doors, cast) == []
    assert await forget_jobs(doors, cast) == []


async def test_an_outsider_makes_nothing_of_another_s_template(
    doors: Doors, cast: Cast, screen: Screen, stranger: Screen
) -> None:
    shown = await template(screen)
    assert (await stranger.get(shown.path)).answer.status_code == 404
    fields = {"month": "2027-01", "template": shown.path.rpartition("/")[2]}
    assert "すでに作成" in (await stranger.post("/seller/templates/make", fields)).text
    assert await drafts(doors, cast) == []
    assert "登録されていません" in (await stranger.get("/seller/templates")).text
