"""Webhooks on screen: made, tried, sent again, changed, taken away by administrators, seen by everybody."""

import re
from html import unescape

from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.screens import at_screen, form_of
from tests.webhooks.house import Receiver

HERE = "/settings/webhooks"


async def administer(doors: Doors, cast: Cast, *, may: bool) -> None:
    await doors.pool.execute(
        "UPDATE users SET administrator = $2 WHERE user_id = $1", cast.seller.user.user_id, may
    )


async def test_a_webhook_from_its_form_to_its_end(near: Doors, cast: Cast, receiver: Receiver) -> None:
    await administer(near, cast, may=True)
    async with at_screen(near, cast.seller) as http, at_screen(near, cast.outsider) as stranger:
        form = form_of((await http.get(f"{HERE}/new")).text)
        wish = {**form, "client_id": cast.seller.client_id, "url": receiver.url}
        wrong = await http.post(f"{HERE}/new", data={**wish, "url": "https://10.0.0.1/"})
        assert wrong.status_code == 400
        assert "イベントは必須です" in wrong.text
        made = await http.post(f"{HERE}/new", data={**wish, "events": ["invoice.issued", "invoice.opened"]})
        secret = unescape(re.findall(r'id="secret">(.*?)<', made.text)[0])
        [page] = re.findall(rf'href="({HERE}/[0-9a-f-]{{36}})"', (await http.get(HERE)).text)
        assert secret not in (await http.get(page)).text
        assert "2種類" in (await http.get(HERE)).text
        assert (await stranger.get(page)).status_code == 404
        assert "Webhookはありません" in (await stranger.get(HERE)).text
        assert (await http.post(f"{page}/test")).status_code == 303
        await near.work_off()
        assert receiver.got[0].signed_with(secret)
        log = (await http.get(page)).text
        assert "受信済" in log
        assert "HTTP 200" in log
        [again] = re.findall(r'action="([^"]*/redeliver)"', log)
        await http.post(again)
        await near.work_off()
        assert receiver.got[1].event_id == receiver.got[0].event_id
        assert (await http.get(page)).text.count('<li class="hook-try">') == 2
        rotated = await http.post(f"{page}/rotate")
        assert secret not in rotated.text
        assert "24時間は署名します" in rotated.text
        changed = {"url": receiver.url, "events": ["invoice.returned"]}
        assert (await http.post(page, data=changed)).headers["location"] == page
        assert "停止" in (await http.get(HERE)).text
        assert (await http.post(f"{page}/delete")).status_code == 303
        assert (await http.get(page)).status_code == 404


async def test_whoever_is_no_administrator_only_looks(near: Doors, cast: Cast) -> None:
    await administer(near, cast, may=False)
    async with at_screen(near, cast.seller) as http:
        assert "登録と変更は管理者のみ" in (await http.get(HERE)).text
        assert (await http.get(f"{HERE}/new")).status_code == 403
        assert (await http.post(f"{HERE}/new", data={"url": "x"})).status_code == 403
