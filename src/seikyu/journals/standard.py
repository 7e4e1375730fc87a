"""A small usual set of accounts and tax categories, for a company that has none yet (law 2.8)."""

from seikyu.journals.chart import NOT_DEDUCTIBLE, QUALIFIED, TRANSITIONAL
from seikyu.journals.masters import ACCOUNTS, TAX_CATEGORIES
from seikyu.masters.model import Kind
from seikyu.wire.values import Node

# fmt: off
_TAX_CATEGORIES = (
    ("Q10", "課対仕入込10%適格", "10", QUALIFIED),
    ("Q8R", "課対仕入込軽減8%適格", "8r", QUALIFIED),
    ("Q8", "課対仕入込8%適格", "8", QUALIFIED),
    ("T10-80", "課対仕入込10%区分80%", "10", TRANSITIONAL),
    ("T8R-80", "課対仕入込軽減8%区分80%", "8r", TRANSITIONAL),
    ("T10-70", "課対仕入込10%区分70%", "10", TRANSITIONAL),
    ("T8R-70", "課対仕入込軽減8%区分70%", "8r", TRANSITIONAL),
    ("T10-50", "課対仕入込10%区分50%", "10", TRANSITIONAL),
    ("T8R-50", "課対仕入込軽減8%区分50%", "8r", TRANSITIONAL),
    ("T10-30", "課対仕入込10%区分30%", "10", TRANSITIONAL),
    ("T8R-30", "課対仕入込軽減8%区分30%", "8r", TRANSITIONAL),
    ("Z0", "対象外", "0", NOT_DEDUCTIBLE),
    ("Z1", "非課税仕入", "0", NOT_DEDUCTIBLE),
)
_ACCOUNTS = (
    ("135", "立替金", None), ("141", "仮払金", None), ("151", "前払費用", None),
    ("211", "建物附属設備", "Q10"), ("215", "工具器具備品", "Q10"), ("231", "ソフトウェア", "Q10"),
    ("305", "買掛金", "Z0"), ("315", "未払金", "Z0"), ("317", "未払費用", "Z0"), ("331", "預り金", "Z0"),
    ("601", "仕入高", "Q10"), ("611", "外注費", "Q10"), ("613", "荷造運賃", "Q10"),
    ("701", "広告宣伝費", "Q10"), ("703", "接待交際費", "Q10"), ("705", "会議費", "Q10"),
    ("707", "旅費交通費", "Q10"), ("709", "通信費", "Q10"), ("711", "消耗品費", "Q10"),
    ("713", "事務用品費", "Q10"), ("715", "修繕費", "Q10"), ("717", "水道光熱費", "Q10"),
    ("719", "新聞図書費", "Q10"), ("721", "支払手数料", "Q10"), ("723", "地代家賃", "Q10"),
    ("725", "リース料", "Q10"), ("727", "保険料", "Z1"), ("729", "租税公課", "Z0"),
    ("731", "福利厚生費", "Q10"), ("799", "雑費", "Q10"),
)
# fmt: on

STANDARD: tuple[tuple[Kind, tuple[Node, ...]], ...] = (
    (
        TAX_CATEGORIES,
        tuple(
            {"tax_category_code": code, "tax_category_name": name, "tax_rate": rate, "credit": credit}
            for code, name, rate, credit in _TAX_CATEGORIES
        ),
    ),
    (
        ACCOUNTS,
        tuple(
            {"account_code": code, "account_name": name, "tax_category_code": category}
            for code, name, category in _ACCOUNTS
        ),
    ),
)
"""Masters as requests state them, those that others refer to first."""
