"""Where a line of Japanese text may end, and what to do with a run that is longer than the line."""

from collections.abc import Callable, Iterator

Text = str | tuple[str, ...]
"""A text; or its pieces, where a line may also end between two, or which need care for other reasons."""

Measure = Callable[[str], float]
"""How wide a line of text is at most, in parts of the type size."""

PIECE = 3.0
"""The width aimed at for a piece: short ones fill lines well, few are quick to lay out."""


def breakable(text: str, room: float, width: Measure) -> Text:
    """The text for lines of `room`, in parts of the type size: a run too long for a line is cut in pieces.

    Text with half-width voice marks comes in pieces too, be it one: templates set the marks apart, because a
    kana and its mark in one run are read back wrong from the PDF by much software.
    """
    if width(text) <= room:
        return (text,) if _VOICE_MARKS & set(text) else text
    pieces = [""]
    for run in _runs(text):
        if width(run) <= room:
            pieces[-1] += run
        else:
            pieces += [*_cut(run, min(room, PIECE), width), ""]
    found = tuple(piece for piece in pieces if piece)
    return found if len(found) > 1 or _VOICE_MARKS & set(text) else text


def _runs(text: str) -> Iterator[str]:
    start = 0
    for end in range(1, len(text)):
        if _may_part(text[end - 1], text[end]):
            yield text[start:end]
            start = end
    yield text[start:]


def _cut(run: str, room: float, width: Measure) -> Iterator[str]:
    piece = ""
    for character in run:
        if piece and width(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_part(before: str, after: str) -> bool:
    """A line may end between the two, by the plain cases of 禁則; doubtful ones count as no."""
    if before in _BLANK or after in _BLANK:
        return True
    if before in _NOT_LAST or after in _NOT_FIRST:
        return False
    return before >= _WIDE and after >= _WIDE


_VOICE_MARKS = frozenset("ﾞﾟ")
_BLANK = frozenset(" \n\u3000")
_WIDE = "\u2e80"
_NOT_FIRST = frozenset(
    "、。，．・：；？！ー…‥」』）】〕〉》］｝々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ゛゜％〜～"
    "､｡｣･ｰｧｨｩｪｫｬｭｮｯﾞﾟ"
)
_NOT_LAST = frozenset("（「『【〔〈《［｛｢￥＄＃")
