"""Whom approvals are told to, how often, and when no more."""

from datetime import timedelta
from uuid import UUID

from seikyu.approvals.actions.tell import ask
from seikyu.approvals.model import REMIND_AFTER_DAYS
from seikyu.db.pool import transaction
from seikyu.issuing.actions.send_back_inside import remind
from seikyu.kit.clock import system_clock
from tests.approvals.office import Office, at_screen, step
from tests.house.cast import Party
from tests.house.papers import rows

ASKED = "【承認依頼】請求書 {}件の承認をお願いします"
AGAIN = "【承認依頼・再通知】請求書 {}件の承認をお願いします"


async def subjects(office: Office, who: Party) -> list[str]:
    return [mail["subject"] for mail in await office.mails(who)]


async def reminders(office: Office) -> list[timedelta]:
    """How long until each reminder of the office that is queued."""
    query = (
        "SELECT execute_after - now() AS wait FROM pgqueuer WHERE entrypoint = 'approvals.ask' "
        "AND convert_from(payload, 'UTF8') LIKE $1 ORDER BY 1"
    )
    found = await rows(office.doors.pool, office.owner, query, f'%"company_id":{office.owner},%')
    return [row["wait"] for row in found]


async def batch_of(office: Office, number: int) -> UUID:
    query = "SELECT batch_id FROM approval_runs WHERE number = $1"
    [row] = await rows(office.doors.pool, office.owner, query, number)
    batch: UUID = row["batch_id"]
    return batch


async def remind_by_clock(office: Office, batch: UUID, round_: int) -> None:
    """What the job does when its day has come."""
    async with transaction(office.doors.pool, office.owner) as connection:
        await ask(connection, office.owner, batch, round_, "http://x", system_clock())


async def test_a_submission_of_many_is_one_mail_to_each_approver(office: Office) -> None:
    await office.route(step(11, office.boss, office.deputy), step(20, office.issuer))
    numbers = await office.make(*[{"inv_no": f"N-{n}"} for n in range(30)])
    await office.doors.work_off()
    for who in (office.boss, office.deputy):
        [mail] = await office.mails(who)
        assert mail["subject"] == ASKED.format(30)
        assert "N-0" in mail["body"]
        assert "ほか10件" in mail["body"]
        assert "/seller/approvals" in mail["body"]
    assert await subjects(office, office.issuer) == []
    assert await subjects(office, office.maker) == []
    for number in numbers[:2]:
        await office.approve(office.boss, number)
    await office.doors.work_off()
    assert await subjects(office, office.issuer) == [ASKED.format(1)] * 2


async def test_the_substitute_is_asked_too_but_never_the_maker(office: Office) -> None:
    await office.route()
    await office.absent(office.boss, office.deputy)
    await office.absent(office.boss, office.maker)
    await office.make()
    await office.doors.work_off()
    assert await subjects(office, office.boss) == await subjects(office, office.deputy) == [ASKED.format(1)]
    assert await subjects(office, office.maker) == []


async def test_the_maker_is_told_when_all_have_approved(office: Office) -> None:
    await office.route()
    [number] = await office.make()
    await office.approve(office.boss, number)
    await office.doors.work_off()
    assert await subjects(office, office.maker) == []
    await office.approve(office.issuer, number)
    await office.doors.work_off()
    [mail] = await office.mails(office.maker)
    assert mail["subject"] == "【承認完了】請求書 1件が承認されました"
    assert f"/seller/invoices/{number}" in mail["body"]


async def test_a_reminder_comes_every_few_days_while_the_step_is_open(office: Office) -> None:
    await office.route()
    [number] = await office.make()
    await office.doors.work_off()
    [wait] = await reminders(office)
    assert timedelta(days=REMIND_AFTER_DAYS - 1) < wait <= timedelta(days=REMIND_AFTER_DAYS)
    batch = await batch_of(office, number)
    for _ in range(2):  # doing it again reminds nobody again
        await remind_by_clock(office, batch, 1)
    assert await subjects(office, office.boss) == [ASKED.format(1), AGAIN.format(1)]
    assert len(await reminders(office)) == 2
    await office.approve(office.boss, number)
    await remind_by_clock(office, batch, 2)
    assert len(await subjects(office, office.boss)) == 2


async def test_reminders_can_be_switched_off(office: Office) -> None:
    await office.route()
    await office.remind_after(0)
    [number] = await office.make()
    await office.doors.work_off()
    assert await reminders(office) == []
    await remind_by_clock(office, await batch_of(office, number), 1)
    assert await subjects(office, office.boss) == [ASKED.format(1)]


async def test_the_maker_may_remind_at_any_time(office: Office) -> None:
    await office.route()
    await office.remind_after(0)
    [number] = await office.make()
    await office.doors.work_off()
    async with transaction(office.doors.pool, office.owner) as connection:
        await remind(connection, at_screen(office.maker), system_clock, number)
    await office.doors.work_off()
    assert await subjects(office, office.boss) == [ASKED.format(1), AGAIN.format(1)]
    assert (await office.history(number))[-1]["action"] == "invoice.approvers_reminded"
