"""Whoever guesses from afar makes strangers wait, never the person where they always log in."""

import hashlib
import json
from base64 import urlsafe_b64encode

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from seikyu.accounts.passkey_store import NewPasskey, add_passkey
from seikyu.db.pool import transaction
from seikyu.kit.ids import new_id
from tests.accounts.entering import code_of, set_up, show_code, show_password
from tests.oauth.house import BASE_URL, CREDENTIALS, PASSWORD, House


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


async def test_wrong_passkeys_of_others_at_the_same_address_keep_no_good_one_out(house: House) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    await keep_passkey(house, key)
    async with house.browser() as stranger:
        for _ in range(10):
            assert (await answer_by(house, stranger, ec.generate_private_key(ec.SECP256R1()))) == 400
        assert (await answer_by(house, stranger, ec.generate_private_key(ec.SECP256R1()))) == 429
    async with house.browser() as http:
        assert await answer_by(house, http, key) == 303
        assert (await http.get("/settings/security")).status_code == 200


async def keep_passkey(house: House, key: ec.EllipticCurvePrivateKey) -> None:
    numbers = key.public_key().public_numbers()
    # COSE: an EC2 key for ES256 on P-256.
    cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + numbers.x.to_bytes(32, "big")
    cose += b"\x22\x58\x20" + numbers.y.to_bytes(32, "big")
    async with transaction(house.pool, house.person.company_id) as connection:
        new = NewPasskey(new_id(house.clock()), b"credential", cose, 0, "鍵")
        await add_passkey(connection, house.person.company_id, house.person.user_id, new, house.clock())


async def answer_by(house: House, http: httpx.AsyncClient, key: ec.EllipticCurvePrivateKey) -> int:
    """Answer as an authenticator does (WebAuthn §6.3.3), signing with this key; the status of the answer."""
    asked = (await http.post("/login/passkey/options")).json()
    said = {"type": "webauthn.get", "challenge": asked["challenge"], "origin": BASE_URL, "crossOrigin": False}
    client_data = json.dumps(said).encode()
    present_and_verified = 5
    about = hashlib.sha256(b"localhost").digest() + bytes([present_and_verified]) + bytes(4)
    signed = key.sign(about + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
    credential = {
        "id": b64(b"credential"),
        "rawId": b64(b"credential"),
        "type": "public-key",
        "response": {
            "authenticatorData": b64(about),
            "clientDataJSON": b64(client_data),
            "signature": b64(signed),
            "userHandle": b64(house.person.user_id.to_bytes(8, "big")),
        },
    }
    return (await http.post("/login/passkey", data={"credential": json.dumps(credential)})).status_code


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
