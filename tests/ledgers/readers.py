"""Readers of the packages' files, written from what the packages publish and not from our writers.

Each makes of a file its slips: debit and credit postings with what they say.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date


@dataclass
class Posting:
    account: str
    amount: int
    tax: int
    tax_category: str = ""
    sub_account: str = ""
    department: str = ""
    invoice: str = ""
    rate: str = ""
    memo: str = ""


@dataclass
class ReadSlip:
    day: date
    debits: list[Posting] = field(default_factory=list)
    credits: list[Posting] = field(default_factory=list)
    reference: str = ""
    supplier: str = ""

    @property
    def balance(self) -> int:
        return sum(p.amount for p in self.debits) - sum(p.amount for p in self.credits)


def rows_of(content: bytes, encoding: str) -> list[list[str]]:
    text = content.decode(encoding)
    assert "\r\n" in text
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def day_of(text: str) -> date:
    year, month, day = text.split("/")
    assert len(month) == len(day) == 2
    return date(int(year), int(month), int(day))


def half_width_bytes(text: str) -> int:
    return sum(1 if ord(c) < 0x80 or 0xFF61 <= ord(c) <= 0xFF9F else 2 for c in text)


def read_yayoi(content: bytes) -> list[ReadSlip]:
    slips: list[ReadSlip] = []
    inside = False
    for row in rows_of(content, "cp932"):
        assert len(row) == 25
        flag = row[0]
        assert flag in {"2000", "2111", "2110", "2100", "2101"}
        assert inside == (flag in {"2100", "2101"})
        inside = flag in {"2110", "2100"}
        assert all(half_width_bytes(row[place]) <= 24 for place in (4, 5, 6, 10, 11, 12))
        assert half_width_bytes(row[16]) <= 64
        assert row[19] == ("0" if flag == "2000" else "3")
        assert row[24] in {"no", "yes"}
        day = day_of(row[3])
        if flag in {"2000", "2111", "2110"}:
            slips.append(ReadSlip(day, reference=row[21]))
        assert slips[-1].day == day
        for place, side in ((4, slips[-1].debits), (10, slips[-1].credits)):
            account, sub, department, tax_category, amount, tax = row[place : place + 6]
            assert tax_category
            if account:
                side.append(
                    Posting(account, int(amount), int(tax), tax_category, sub, department, memo=row[16])
                )
            else:
                assert (amount, tax, sub, department, tax_category) == ("0", "0", "", "", "対象外")
    assert not inside
    return slips


def read_freee(content: bytes) -> list[ReadSlip]:
    assert content.startswith(b"\xef\xbb\xbf")
    heads, *rows = rows_of(content, "utf-8-sig")
    assert len(heads) == 21
    assert heads[:4] == ["収支区分", "管理番号", "発生日", "決済期日"]
    slips: list[ReadSlip] = []
    for row in rows:
        named = dict(zip(heads, row, strict=True))
        if named["収支区分"]:
            assert named["収支区分"] in {"支出", "収入"}
            day = day_of(named["発生日"])
            slips.append(ReadSlip(day, reference=named["管理番号"], supplier=named["取引先"]))
        else:
            assert not any(row[:6])
        assert named["勘定科目"]
        assert named["税区分"]
        assert named["税計算区分"] in {"内税", "外税", "税込", "税抜"}
        posting = Posting(named["勘定科目"], int(named["金額"]), int(named["税額"]), named["税区分"])
        posting.sub_account, posting.department, posting.memo = named["品目"], named["部門"], named["備考"]
        slips[-1].debits.append(posting)
        assert not any(row[18:])  # not settled: what is owed is entered by freee
    return slips


def read_money_forward(content: bytes) -> list[ReadSlip]:
    heads, *rows = rows_of(content, "utf-8-sig")
    assert len(heads) == 27
    slips: dict[tuple[str, str], ReadSlip] = {}
    for row in rows:
        named = dict(zip(heads, row, strict=True))
        day = day_of(named["取引日"])
        slip = slips.setdefault((named["取引No"], named["取引日"]), ReadSlip(day, reference=named["取引No"]))
        for word, side in (("借方", slip.debits), ("貸方", slip.credits)):
            if not named[f"{word}勘定科目"]:
                assert not any(value for name, value in named.items() if name.startswith(word))
                continue
            posting = Posting(
                named[f"{word}勘定科目"], int(named[f"{word}金額(円)"]), int(named[f"{word}税額"])
            )
            posting.tax_category = named[f"{word}税区分"]
            posting.invoice, posting.memo = named[f"{word}インボイス"], named["摘要"]
            posting.sub_account, posting.department = named[f"{word}補助科目"], named[f"{word}部門"]
            assert posting.invoice in {"", "適格", "80%控除", "70%控除", "50%控除", "30%控除"}
            side.append(posting)
    return list(slips.values())


def read_obc(content: bytes) -> list[ReadSlip]:
    heads, *rows = rows_of(content, "cp932")
    assert heads[0] == "OBCD001"
    slips: list[ReadSlip] = []
    for row in rows:
        named = dict(zip(heads, row, strict=True))
        assert named["OBCD001"] in {"*", ""}
        day = day_of(named["CSJS005"])
        if named["OBCD001"]:
            slips.append(ReadSlip(day))
        for sign, side in (("CSJS2", slips[-1].debits), ("CSJS3", slips[-1].credits)):
            if not named[f"{sign}01"]:
                assert not any(value for name, value in named.items() if name.startswith(sign))
                continue
            tax = int(named[f"{sign}14"])
            posting = Posting(named[f"{sign}01"], int(named[f"{sign}13"]) + tax, tax, named[f"{sign}03"])
            posting.sub_account, posting.department = named[f"{sign}02"], named[f"{sign}00"]
            posting.rate, posting.memo = f"{named[f'{sign}22']}/{named[f'{sign}20']}", named["CSJS100"]
            assert posting.rate in {"/", "0/10.0", "1/8.0", "0/8.0", "0/5.0", "0/0.0"}
            side.append(posting)
    return slips
