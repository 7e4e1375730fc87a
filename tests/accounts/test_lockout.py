"""Whoever guesses from afar makes strangers wait, never the person where they always log in."""

from tests.accounts.entering import code_of, set_up, show_code, show_password
from tests.oauth.house import CREDENTIALS, PASSWORD, House


async def test_guesses_from_everywhere_shut_nobody_out_of_a_browser_they_know_or_their_programs(
    house: House,
) -> None:
    form = {"pfid": house.person.pfid, "password": PASSWORD}
    async with house.browser() as known:
        await house.log_in(known)
        for place in range(4):
            async with house.browser(f"127.0.1.{place + 1}") as stranger:
                for _ in range(5):
                    guess = {**form, "password": "guess"}
                    assert (await stranger.post("/login", data=guess)).status_code == 400
        async with house.browser("127.0.2.1") as unknown:
            assert (await unknown.post("/login", data=form)).status_code == 429
        assert (await known.post("/login", data=form)).status_code == 303
        assert (await known.post(CREDENTIALS, data=house.password_form())).status_code == 200
        # It opens nothing to guessing there.
        for _ in range(5):
            await known.post("/login", data={**form, "password": "guess"})
        assert (await known.post("/login", data=form)).status_code == 429


async def test_a_browser_known_to_one_is_a_strangers_for_another(house: House) -> None:
    async with house.browser() as known:
        await house.log_in(known)
        mark = known.cookies["seikyu_device"]
    guess = {"pfid": house.outsider.pfid, "password": "guess"}
    for place in range(4):
        async with house.browser(f"127.0.1.{place + 1}") as http:
            for _ in range(5):
                await http.post("/login", data=guess, headers={"Cookie": f"seikyu_device={mark}"})
    async with house.browser("127.0.2.1") as http:
        answer = await http.post("/login", data=guess, headers={"Cookie": f"seikyu_device={mark}"})
    assert answer.status_code == 429


async def test_who_has_learned_the_password_shuts_nobody_out_by_wrong_codes(house: House) -> None:
    async with house.browser() as known:
        secret, _ = await set_up(house, known)
        house.clock.forward(seconds=30)
        for place in range(4):
            async with house.browser(f"127.0.1.{place + 1}") as thief:
                await show_password(house, thief)
                for _ in range(5):
                    assert (await show_code(thief, "000000")).status_code == 400
        async with house.browser("127.0.2.1") as unknown:
            await show_password(house, unknown)
            assert (await show_code(unknown, code_of(secret, house.clock()))).status_code == 429
        await show_password(house, known)
        assert (await show_code(known, code_of(secret, house.clock()))).status_code == 303
