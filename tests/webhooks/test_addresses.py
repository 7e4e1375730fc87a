"""Where webhooks may be sent: never into the operator's own networks, however the address is written."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from tempfile import NamedTemporaryFile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from seikyu.webhooks.addresses import is_public, may_be_called, networks
from seikyu.webhooks.model import Outcome, Problem
from seikyu.webhooks.outgoing import Resolve, poster
from seikyu.webhooks.rules import SCHEDULE, asked_delay, next_delay
from tests.webhooks.house import Receiver

HERE = networks(["127.0.0.0/8"])


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "168.63.129.16"),
        *("169.254.169.254", "172.16.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a00:1"),
        *("64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::f5ff:fffe", "2001:db8::1", "fc00::1"),
        *("fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"),
    ],
)
def test_addresses_that_lead_nowhere_in_the_world_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_of_the_world_may_be_called(address: str) -> None:
    assert is_public(ip_address(address))


def test_the_operator_may_allow_networks() -> None:
    assert may_be_called(ip_address("127.0.0.1"), HERE)
    assert not may_be_called(ip_address("10.0.0.1"), HERE)


def resolving(*answers: Sequence[str]) -> tuple[Resolve, list[str]]:
    """A name server that says something else each time it is asked."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    return resolve, asked


async def call(url: str, resolve: Resolve, *, allowed: bool) -> Outcome:
    return await poster(HERE if allowed else (), resolve, 3)(url, {}, b"{}")


@pytest.mark.parametrize("found", [["127.0.0.1"], ["::1"], ["8.8.8.8", "127.0.0.1"], ["not an address"], []])
async def test_a_name_that_leads_inside_is_not_called(receiver: Receiver, found: list[str]) -> None:
    resolve, _ = resolving(found)
    outcome = await call(f"https://inside.example:{receiver.port}/", resolve, allowed=False)
    assert outcome.problem is Problem.ADDRESS_REFUSED
    assert receiver.got == []


async def test_what_was_checked_is_what_is_called_and_the_name_stays(receiver: Receiver) -> None:
    resolve, asked = resolving(["127.0.0.1"], ["10.0.0.1"])
    outcome = await call(f"http://changing.example:{receiver.port}/", resolve, allowed=True)
    assert outcome.taken
    assert asked == ["changing.example"]
    assert receiver.got[0].headers["host"] == f"changing.example:{receiver.port}"


@pytest.mark.parametrize("scheme", ["http", "HTTP", "hTTp"])
async def test_nothing_is_sent_unencrypted_into_the_world(scheme: str) -> None:
    resolve, _ = resolving(["8.8.8.8"])
    outcome = await call(f"{scheme}://public.example/", resolve, allowed=True)
    assert outcome.problem is Problem.ADDRESS_REFUSED


async def test_redirects_are_answers_like_others(receiver: Receiver) -> None:
    receiver.answers = [f"307 Elsewhere\r\nLocation: {receiver.url}"]
    resolve, _ = resolving(["127.0.0.1"])
    outcome = await call(receiver.url, resolve, allowed=True)
    assert (outcome.status, outcome.taken, len(receiver.got)) == (307, False, 1)


async def test_whoever_does_not_answer_in_time_is_left(receiver: Receiver) -> None:
    receiver.hang = True
    resolve, _ = resolving(["127.0.0.1"])
    outcome = await poster(HERE, resolve, 0.2)(receiver.url, {}, b"{}")
    assert outcome.problem is Problem.TIMED_OUT


async def test_names_that_are_never_answered_keep_no_other_work_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(5) or [])
    post = poster(HERE, seconds=0.2)
    try:
        await asyncio.gather(*(post("https://slow.example/", {}, b"{}") for _ in range(40)))
        async with asyncio.timeout(1):
            assert await asyncio.to_thread(lambda: "done") == "done"
    finally:
        answered.set()


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    asked_for: list[str | None] = []
    context = self_signed("secure.example")
    context.sni_callback = lambda _socket, name, _context: asked_for.append(name)

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    resolve, _ = resolving(["127.0.0.1"])
    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        outcome = await call(f"https://secure.example:{port}/", resolve, allowed=True)
    assert outcome.problem is Problem.TLS
    assert asked_for == ["secure.example"]


def self_signed(host: str) -> ssl.SSLContext:
    """A server's side with a certificate of its own making."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with NamedTemporaryFile() as file:
        plain = serialization.NoEncryption()
        pkcs8 = serialization.PrivateFormat.PKCS8
        file.write(key.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
    return context


@pytest.mark.parametrize(
    ("status", "said", "wait"),
    [
        (429, "90", 90),
        (503, "Sat, 21 Nov 2026 10:02:00 GMT", 120),
        (503, "Sat, 21 Nov 2026 10:02:00 -0000", 120),
        (503, "86400", 3600),
        (503, "9" * 30, 3600),
        (503, "Sat, 21 Nov 2026 09:00:00 GMT", 0),
        (503, "-5", 0),
        (503, "soon", 0),
        (503, "１０", 0),
        (503, "Sat, 99 Nov 2026 10:02:00 GMT", 0),
        (503, None, 0),
        (500, "90", 0),
    ],
)
def test_a_receiver_may_ask_for_up_to_an_hour(status: int, said: str | None, wait: int) -> None:
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    outcome = Outcome(status, None, "", 1, said)
    assert asked_delay(outcome, now) == timedelta(seconds=wait)


def test_what_fails_is_tried_for_a_day() -> None:
    delays = [next_delay(attempts, SCHEDULE, 0) for attempts in range(1, len(SCHEDULE) + 2)]
    assert delays[-1] is None
    hours = sum(one.total_seconds() for one in delays if one is not None) / 3600
    assert 20 < hours <= 24
