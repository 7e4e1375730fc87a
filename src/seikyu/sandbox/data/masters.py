# ruff: noqa: E501 -- tables
"""The sellers' masters: publishers 発行元, customers 発行先, bank accounts 振込先口座."""

from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.partners.model import BANK_FIELDS, CUSTOMER_FIELDS, PUBLISHER_FIELDS, Fields
from seikyu.sandbox.data.cast import Role, corporate_number

TWICE = "NAGOYA-01"
"""A publisher's code that stands twice, as the screens allow it: whoever names it gets 発行元特定不可."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the seller keeps it; an invoice can be issued to one that is linked to a buyer."""

    code: str
    email: str
    linked_to: Role | None
    fields: Fields


@dataclass(frozen=True, slots=True)
class Masters:
    """All masters of one seller, customers and banks by a short name of our own."""

    publishers: tuple[tuple[str, Fields], ...]
    customers: Mapping[str, Customer]
    banks: Mapping[str, Fields]


def _publisher(code: str, office: str, section: str, zip_code: str, address: str, phone: str) -> Fields:
    return dict(zip(PUBLISHER_FIELDS, (code, office, section, zip_code, address, None, phone), strict=True))


def _customer(
    code: str,
    serial: int,
    names: tuple[str, str, str | None, str | None],
    place: tuple[str, str, str],
    person: tuple[str, str],
    *,
    linked: bool = True,
) -> Customer:
    zip_code, address, phone = place
    values = (corporate_number(serial), *names, zip_code, address, None, phone, None, *person)
    fields = dict(zip(CUSTOMER_FIELDS, values, strict=True))
    return Customer(code, f"{code.lower()}@sample.example", Role.BUYER if linked else None, fields)


def _bank(*values: str) -> Fields:
    return dict(zip(BANK_FIELDS, values, strict=True))


# fmt: off

_SAMPLE = ("株式会社さんぷる製作所", "カブシキガイシャサンプルセイサクショ")
_STATIONERY, _FOOD, _LOGISTICS = ("S002", "例田 一郎"), ("S003", "仮屋 みどり"), ("S004", "試山 健")

_MIHON = Masters(
    publishers=(
        ("tokyo", _publisher("TOKYO-01", "東京本社", "営業部", "000-0001", "東京都みほん区見本町1-1-1", "03-0000-0001")),
        ("osaka", _publisher("OSAKA-01", "大阪支店", "営業課", "000-0011", "大阪府みほん市見本通11-1", "06-0000-0011")),
        ("nagoya", _publisher(TWICE, "名古屋支店", "営業課", "000-0012", "愛知県みほん市見本筋12-1", "052-000-0012")),
        ("nagoya again", _publisher(TWICE, "名古屋支店", "営業課 (旧)", "000-0013", "愛知県みほん市旧見本町13-1", "052-000-0013")),
    ),
    customers={
        "head": _customer("C0001", 2, (*_SAMPLE, "本社 総務部", "ホンシャソウムブ"), ("000-0002", "東京都さんぷる区工業町2-2-2", "03-0000-0002"), _STATIONERY),
        "osaka": _customer("C0002", 2, (*_SAMPLE, "大阪支店", "オオサカシテン"), ("000-0021", "大阪府さんぷる市試験町21", "06-0000-0021"), _STATIONERY),
        "nagoya": _customer("C0003", 2, (*_SAMPLE, "名古屋工場", "ナゴヤコウジョウ"), ("000-0022", "愛知県さんぷる市製造町22", "052-000-0022"), _FOOD),
        "fukuoka": _customer("C0004", 2, (*_SAMPLE, "福岡営業所", "フクオカエイギョウショ"), ("000-0023", "福岡県さんぷる市港町23", "092-000-0023"), _STATIONERY),
        "saitama": _customer("C0005", 2, (*_SAMPLE, "埼玉物流センター", "サイタマブツリュウセンター"), ("000-0024", "埼玉県さんぷる市倉庫町24", "048-000-0024"), _LOGISTICS),
        "tsukuba": _customer("C0006", 2, (*_SAMPLE, "つくば研究所", "ツクバケンキュウジョ"), ("000-0025", "茨城県さんぷる市研究町25", "029-000-0025"), _LOGISTICS),
        "builder": _customer("C0007", 7, ("例示建設株式会社", "レイジケンセツカブシキガイシャ", None, None), ("000-0007", "東京都れいじ区普請町7-7", "03-0000-0007"), _STATIONERY, linked=False),
        "canteen": _customer("C0008", 8, ("もでる食堂合同会社", "モデルショクドウゴウドウガイシャ", None, None), ("000-0008", "神奈川県もでる市食堂町8", "045-000-0008"), _FOOD, linked=False),
    },
    banks={
        "main": _bank("MAIN", "9991", "みほん銀行", "ﾐﾎﾝ", "001", "本店営業部", "ﾎﾝﾃﾝ", "1", "1234567", "株式会社みほん商事", "ｶ)ﾐﾎﾝｼﾖｳｼﾞ"),
        "current": _bank("CURRENT", "9992", "架空信用金庫", "ｶｸｳｼﾝｷﾝ", "012", "見本町支店", "ﾐﾎﾝﾁﾖｳ", "2", "0045678", "株式会社みほん商事", "ｶ)ﾐﾎﾝｼﾖｳｼﾞ"),
        "osaka": _bank("OSAKA", "9993", "例示銀行", "ﾚｲｼﾞ", "201", "大阪支店", "ｵｵｻｶ", "1", "7654321", "株式会社みほん商事大阪支店", "ｶ)ﾐﾎﾝｼﾖｳｼﾞｵｵｻｶｼﾃﾝ"),
        "food": _bank("FOOD", "9991", "みほん銀行", "ﾐﾎﾝ", "003", "市場前支店", "ｲﾁﾊﾞﾏｴ", "1", "2345678", "株式会社みほん商事食品部", "ｶ)ﾐﾎﾝｼﾖｳｼﾞｼﾖｸﾋﾝﾌﾞ"),
    },
)

_KAMEI = Masters(
    publishers=(("nagoya", _publisher("HQ", "本社", "経理課", "000-0004", "愛知県かな市仮名町4-4-4", "052-000-0004")),),
    customers={
        "sample": _customer("S-001", 2, (*_SAMPLE, "本社 購買部", "ホンシャコウバイブ"), ("000-0002", "東京都さんぷる区工業町2-2-2", "03-0000-0002"), ("O001", "外山 次郎")),
    },
    banks={
        "main": _bank("001", "9993", "例示銀行", "ﾚｲｼﾞ", "105", "名古屋支店", "ﾅｺﾞﾔ", "1", "1112223", "仮名運輸株式会社", "ｶﾒｲｳﾝﾕ(ｶ"),
    },
)

# fmt: on

MASTERS: Mapping[Role, Masters] = {Role.SELLER: _MIHON, Role.OUTSIDER: _KAMEI}
