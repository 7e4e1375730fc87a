# ruff: noqa: E501 -- tables: one record a block, as the layout is printed
"""Reads a 総合振込 file by the published layout alone: lengths and offsets as the banks print them."""

from dataclasses import dataclass

HEADER = (("区分", 1), ("種別", 2), ("コード区分", 1), ("委託者コード", 10), ("委託者名", 40), ("指定日", 4), ("銀行", 4),
          ("銀行名", 15), ("支店", 3), ("支店名", 15), ("種目", 1), ("口座", 7), ("余白", 17))  # fmt: skip
DATA = (("区分", 1), ("銀行", 4), ("銀行名", 15), ("支店", 3), ("支店名", 15), ("交換所", 4), ("種目", 1), ("口座", 7),
        ("受取人", 30), ("金額", 10), ("新規", 1), ("顧客1", 10), ("顧客2", 10), ("区分2", 1), ("識別", 1), ("余白", 7))  # fmt: skip
TRAILER = (("区分", 1), ("件数", 6), ("合計", 12), ("余白", 101))
END = (("区分", 1), ("余白", 119))


@dataclass(frozen=True)
class BankFile:
    """The records of a file, each field by its printed name."""

    header: dict[str, str]
    data: list[dict[str, str]]
    trailer: dict[str, str]


def read_bank_file(content: bytes) -> BankFile:
    """Fails where the file departs from the layout."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert {len(line) for line in lines} == {120}
    first, *middle, last, end = lines
    header = _fields(first, HEADER, "1")
    assert (header["種別"], header["コード区分"]) == ("21", "0")
    data = [_fields(line, DATA, "2") for line in middle]
    trailer = _fields(last, TRAILER, "8")
    assert int(trailer["件数"]) == len(data)
    assert int(trailer["合計"]) == sum(int(one["金額"]) for one in data)
    _fields(end, END, "9")
    return BankFile(header, data, trailer)


def _fields(line: bytes, layout: tuple[tuple[str, int], ...], kind: str) -> dict[str, str]:
    assert sum(length for _, length in layout) == 120
    found, start = {}, 0
    for name, length in layout:
        # One byte is one character here: JIS X 0201.
        found[name] = line[start : start + length].decode("cp932")
        assert len(found[name]) == length
        start += length
    assert found["区分"] == kind
    assert not found["余白"].strip()
    return found
