"""Keys of links are nowhere to be found by those who were not given them: not in logs, nor in mails sent."""

from structlog.testing import capture_logs

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.mail.jobs import tasks
from seikyu.mail.store import Mail, newest, write
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import rows
from tests.invitations.house import key_for, unlinked


async def test_the_log_holds_no_key(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    with capture_logs() as logged:
        await doors.http.get(f"/invitations/{key}")
        await doors.http.get(f"/invitations/{key}/sign-up")
        await doors.http.get(f"/documents/{key}")
    assert [entry["path"] for entry in logged] == ["/invitations/…", "/invitations/…", "/documents/…"]
    assert key not in str(logged)


async def test_what_is_confidential_in_a_mail_is_forgotten_once_it_has_gone_out(
    doors: Doors, cast: Cast
) -> None:
    owner, sent = cast.seller.company_id, []

    async def transport(_mail_id: object, mail: Mail) -> None:
        sent.append(mail.body)

    mails = [Mail("a@example.jp", "件名", "秘密", confidential=True), Mail("a@example.jp", "件名", "公開")]
    async with transaction(doors.pool, owner) as connection:
        await write(connection, owner, mails, system_clock())
    [task] = tasks(doors.pool, system_clock, transport)
    for row in await rows(doors.pool, owner, "SELECT mail_id FROM mails"):
        await task.run({"company_id": owner, "mail_id": str(row["mail_id"])})
    await doors.work_off()
    async with transaction(doors.pool, owner) as connection:
        kept = [written.mail.body for written in await newest(connection, owner)]
    assert sorted(sent) == ["公開", "秘密"]
    assert sorted(kept) == ["", "公開"]


async def test_in_the_sandbox_the_outbox_still_tells_it(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    key = await key_for(doors, cast, to)
    await doors.work_off()
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        [written] = await newest(connection, cast.seller.company_id)
    assert key in written.mail.body
    assert written.sent_at is not None
