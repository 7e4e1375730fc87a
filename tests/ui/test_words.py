"""Both languages say the same things, and nothing that nobody asks for."""

import re
from pathlib import Path

import seikyu
from seikyu.issuing.model import SellerStatus
from seikyu.receiving.model import BuyerStatus
from seikyu.ui.words import load_words

SOURCE = Path(seikyu.__file__).parent
WORDS = load_words()
SEARCHED = ("accounts", "applications", "issuing", "receiving", "journals")
PLACE = re.compile(r"\{(\w+)\}")


def texts() -> str:
    files = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    japanese, english = WORDS["ja"].sentences, WORDS["en"].sentences
    assert japanese.keys() == english.keys()
    for path, sentence in japanese.items():
        assert set(PLACE.findall(sentence)) >= set(PLACE.findall(english[path])), path
        assert sentence.strip(), path
        assert english[path].strip(), path


def test_every_sentence_a_template_asks_for_is_there() -> None:
    asked = set(re.findall(r'\bt\("([a-z_.]+[a-z_])"', texts()))
    assert asked
    assert asked <= WORDS["ja"].sentences.keys()


def test_no_sentence_is_left_that_nobody_asks_for() -> None:
    source = texts()
    spoken = set(re.findall(r'"((?:[a-z_]+\.)+[a-z0-9_]+)"', source))
    # Paths made of a part that stands in the source and one that is known only when it runs.
    begun = tuple(re.findall(r'"((?:[a-z_]+\.)+)(?:"|\{)', source)) + tuple(
        f"{slice_}.{part}." for slice_ in SEARCHED for part in ("chip", "column", "empty")
    )
    unasked = [path for path in WORDS["ja"].sentences if path not in spoken and not path.startswith(begun)]
    assert unasked == []


def test_the_statuses_are_called_by_their_published_words() -> None:
    for status in SellerStatus:
        assert WORDS["ja"](f"issuing.status.{status}") == status.label
    for received in BuyerStatus:
        assert WORDS["ja"](f"receiving.status.{received}") == received.label(workflow=False)
