"""Logo and seal images: PNG or JPEG of a sensible size, told by their own bytes, not by their name."""

from seikyu.kit.pictures import JPEG, PNG, Picture, picture
from seikyu.wire import codes
from seikyu.wire.faults import Fault

MOST_BYTES = 200 * 1024
LEAST_PIXELS, MOST_PIXELS = 16, 2000

GREY_OR_COLOUR = (None, 1, 3)
"""Components of a JPEG that paper and screen agree on; four are inks, which PDF/A needs a profile for."""


def check(name: str, label: str, content: bytes) -> tuple[Picture | None, list[Fault]]:
    """The picture, or what is wrong with it; whether it can be drawn is found out by drawing it."""
    if len(content) > MOST_BYTES:
        return None, [Fault(name, codes.IMAGE_TOO_LARGE, {"label": label, "limit": MOST_BYTES // 1024})]
    if not content.startswith((PNG, JPEG)):
        return None, [Fault(name, codes.IMAGE_KIND, {"label": label})]
    found = picture(content)
    if found is None or found.components not in GREY_OR_COLOUR:
        return None, [Fault(name, codes.IMAGE_BROKEN, {"label": label})]
    sides = (found.width, found.height)
    if min(sides) < LEAST_PIXELS or max(sides) > MOST_PIXELS:
        values = {"low": LEAST_PIXELS, "high": MOST_PIXELS, "width": found.width, "height": found.height}
        return None, [Fault(name, codes.IMAGE_DIMENSIONS, {"label": label, **values})]
    return found, []
