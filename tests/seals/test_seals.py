"""What is sealed is read by nobody without the key, and by nobody for another purpose."""

from base64 import b64decode

import pytest

from seikyu.seals import Seals, Unsealable, new_key

OLD, NEW = b64decode(new_key()), b64decode(new_key())


def test_what_was_sealed_is_opened_again_and_nothing_of_it_shows() -> None:
    sealed = Seals([OLD]).seal(b"top secret", "test")
    assert b"secret" not in sealed
    assert Seals([OLD]).open(sealed, "test") == b"top secret"


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert Seals([OLD]).seal(b"same", "test") != Seals([OLD]).seal(b"same", "test")


def test_a_key_follows_another_and_the_old_one_still_opens() -> None:
    sealed = Seals([OLD]).seal(b"kept", "test")
    both = Seals([NEW, OLD])
    assert both.open(sealed, "test") == b"kept"
    assert not both.is_current(sealed)
    assert both.is_current(both.seal(b"kept", "test"))


@pytest.mark.parametrize("place", [0, 1, 6, 20, -1])
def test_one_changed_byte_anywhere_opens_nothing(place: int) -> None:
    sealed = bytearray(Seals([OLD]).seal(b"kept", "test"))
    sealed[place] ^= 1
    with pytest.raises(Unsealable):
        Seals([OLD]).open(bytes(sealed), "test")


@pytest.mark.parametrize(
    "sealed", [b"", b"\x01", Seals([NEW]).seal(b"x", "test")], ids=["none", "cut", "foreign"]
)
def test_what_no_key_opens_is_told_as_such(sealed: bytes) -> None:
    with pytest.raises(Unsealable):
        Seals([OLD]).open(sealed, "test")


def test_what_is_sealed_for_one_purpose_opens_for_no_other() -> None:
    with pytest.raises(Unsealable):
        Seals([OLD]).open(Seals([OLD]).seal(b"x", "webhook secret"), "signing key")


@pytest.mark.parametrize("keys", [[], [b"short"], [OLD, b""]])
def test_half_a_key_is_refused(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Seals(keys)
