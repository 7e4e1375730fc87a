"""Settings in an address, so that a picture of them can be asked for like any other."""

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from seikyu.invoices.layout import Layout, layout_of, settings_of
from seikyu.layouts.rules import COLOUR
from seikyu.layouts.wire import KEYS
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MOST = 64 * 1024
DIGEST = 64


def packed(layout: Layout) -> str:
    """The settings as a part of an address."""
    return urlsafe_b64encode(zlib.compress(settings_of(layout), 9)).decode()


def unpacked(text: str) -> Layout:
    """The settings again; 400 when this is nothing that `packed` made."""
    try:
        opened = zlib.decompressobj().decompress(urlsafe_b64decode(text), MOST)
        layout = layout_of(opened)
    except (ValueError, binascii.Error, zlib.error, msgspec.MsgspecError):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400) from None
    said = (*layout.columns, *layout.notes)
    sound = len(set(said)) == len(said) and set(said) <= set(KEYS) and "name" in layout.columns
    if (
        not sound
        or not COLOUR.fullmatch(layout.accent)
        or not all(map(is_digest, (layout.logo, layout.seal)))
    ):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return layout


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256, or nothing."""
    return not text or (len(text) == DIGEST and set(text) <= set("0123456789abcdef"))
