"""The words of the screens: one file per slice and language, `seikyu/<slice>/words/<language>.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import get_args

from seikyu.wire.faults import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)


class Words:
    """All sentences of one language by their path: `issuing.columns.amount`."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language = language
        self.sentences = sentences

    def __call__(self, path: str, **values: object) -> str:
        """The sentence with its values filled in; KeyError where there is none."""
        sentence = self.sentences[path]
        return sentence.format_map(values) if values else sentence

    def __contains__(self, path: str) -> bool:
        """Whether there is such a sentence."""
        return path in self.sentences


def load_words() -> dict[Language, Words]:
    """Read every slice's words once."""
    return {language: Words(language, dict(_sentences(language))) for language in LANGUAGES}


def _sentences(language: Language) -> Iterator[tuple[str, str]]:
    for slice_ in files("seikyu").iterdir():
        source = slice_ / "words" / f"{language}.toml"
        if source.is_file():
            yield from _flat(slice_.name, _read(source))


def _read(source: Traversable) -> dict[str, object]:
    return tomllib.loads(source.read_text("utf-8"))


def _flat(path: str, tree: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, str):
            yield f"{path}.{name}", value
        elif isinstance(value, dict):
            yield from _flat(f"{path}.{name}", value)
        else:
            raise TypeError(f"{path}.{name} is no sentence")
