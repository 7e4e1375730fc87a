"""The two kinds of failure: a fault is bad input and collected, a refusal is raised (design §4.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from seikyu.wire.codes import Code
from seikyu.wire.values import Value

Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value of a request, at the path the client sent it under (contract §2)."""

    path: str
    code: Code
    values: Mapping[str, object] = field(default_factory=dict)
    index: int | None = None
    invoice_mng_num: str | None = None

    def detail(self, language: Language) -> str:
        """The sentence; a field's English name is its wire name."""
        return sentence(self.code, self.path, self.values, language)

    def entry(self, language: Language) -> dict[str, Value]:
        """One element of `error_list`."""
        return {
            "error_item": self.path,
            "error_code": self.code.number,
            "error_detail": self.detail(language),
            "index": self.index,
            "invoice_mng_num": self.invoice_mng_num,
        }


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not an error of the program
    """The request was understood but its caller, its state or its form does not allow it."""

    def __init__(
        self,
        code: Code,
        status: int,
        path: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(code.number)
        self.code = code
        self.status = status
        self.path = path
        self.headers = dict(headers or {})
        self.values = values

    @property
    def fault(self) -> Fault:
        """The refusal as the one entry of `error_list`."""
        return Fault(self.path, self.code, self.values)

    def detail(self, language: Language) -> str:
        """The sentence."""
        return self.fault.detail(language)

    def entry(self, language: Language) -> dict[str, Value]:
        """The one element of `error_list`."""
        return self.fault.entry(language)


class Rejected(Exception):  # noqa: N818 -- the request is at fault, the program is not
    """The request cannot be taken: all that was found wrong with it, in one go."""

    def __init__(self, faults: Iterable[Fault], status: int = 400) -> None:
        self.faults = tuple(faults)
        self.status = status
        super().__init__(", ".join(fault.code.number for fault in self.faults))


def sentence(code: Code, path: str, values: Mapping[str, object], language: Language) -> str:
    """A code's sentence with its values filled in."""
    name = path.rpartition(".")[2].partition("[")[0]
    if language == "ja":
        return code.ja.format_map({"label": name, **values})
    return code.en.format_map({**values, "label": name})
