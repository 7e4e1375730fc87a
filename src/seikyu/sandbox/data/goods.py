"""What the sellers sell: article code, name, unit, price, tax, and how many are taken at a time."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Tax(Enum):
    """How an article is taxed: `tax_type`, `tax_rate_sec`, `reduced_tax_flg` (law 2.5)."""

    STANDARD = ("0", 10, "0")
    REDUCED = ("0", 8, "1")
    OLD = ("0", 8, "0")
    FREE = ("1", None, "0")
    EXPORT = ("2", None, "0")
    OUTSIDE = ("3", None, "0")


@dataclass(frozen=True, slots=True)
class Article:
    """Something sold; quantities run from `least` to `most` in steps of `step`."""

    code: str
    name: str
    unit: str
    price: Decimal
    tax: Tax
    least: Decimal
    most: Decimal
    step: Decimal
    holds_tax: bool = False


def _article(
    code: str,
    name: str,
    unit: str,
    price: str,
    tax: Tax,
    least: str,
    most: str,
    step: str = "1",
    *,
    holds_tax: bool = False,
) -> Article:
    return Article(
        code, name, unit, Decimal(price), tax, Decimal(least), Decimal(most), Decimal(step), holds_tax
    )


# fmt: off

STATIONERY = (
    _article("OS-1001", "コピー用紙 A4 (500枚×5冊)", "箱", "2480", Tax.STANDARD, "5", "30"),
    _article("OS-1002", "コピー用紙 A3 (500枚×3冊)", "箱", "2960", Tax.STANDARD, "1", "8"),
    _article("OS-2013", "トナーカートリッジ 黒", "本", "12800", Tax.STANDARD, "1", "4"),
    _article("OS-2014", "トナーカートリッジ カラー3色", "組", "34500", Tax.STANDARD, "1", "2"),
    _article("OS-3101", "油性ボールペン 黒 (10本入)", "箱", "980", Tax.STANDARD, "2", "12"),
    _article("OS-3207", "ふせん 75×25 (20冊入)", "個", "1180", Tax.STANDARD, "1", "10"),
    _article("OS-4002", "リングファイル A4 2穴", "冊", "386", Tax.STANDARD, "5", "40"),
    _article("OS-4110", "個別フォルダー (50枚入)", "箱", "2150", Tax.STANDARD, "1", "5"),
    _article("OS-5001", "アルカリ乾電池 単3 (40本)", "箱", "1760", Tax.STANDARD, "1", "4"),
    _article("OS-6003", "手指消毒液 1L", "本", "1240", Tax.STANDARD, "2", "12"),
    _article("OS-6010", "トイレットペーパー (96個)", "箱", "5280", Tax.STANDARD, "1", "4"),
    _article("OS-7001", "緑茶 2L (6本)", "箱", "744", Tax.REDUCED, "2", "15"),
    _article("OS-7002", "ドリップコーヒー (100袋)", "箱", "2980", Tax.REDUCED, "1", "6"),
    _article("OS-7005", "ミネラルウォーター 500ml (24本)", "箱", "1536", Tax.REDUCED, "2", "20"),
)
FOOD = (
    _article("FD-0101", "精米 10kg", "袋", "4650", Tax.REDUCED, "4", "20"),
    _article("FD-0204", "鶏もも肉", "kg", "1080", Tax.REDUCED, "8", "40", "0.5"),
    _article("FD-0207", "豚ロース", "kg", "1620.5", Tax.REDUCED, "5", "30", "0.25"),
    _article("FD-0311", "玉ねぎ", "kg", "186", Tax.REDUCED, "10", "60", "2.5"),
    _article("FD-0312", "キャベツ", "個", "238", Tax.REDUCED, "10", "50"),
    _article("FD-0315", "じゃがいも", "kg", "214", Tax.REDUCED, "10", "40", "2.5"),
    _article("FD-0402", "牛乳 1L", "本", "248", Tax.REDUCED, "12", "72"),
    _article("FD-0408", "鶏卵 Lサイズ 10kg", "箱", "3280", Tax.REDUCED, "1", "6"),
    _article("FD-0501", "木綿豆腐", "丁", "88", Tax.REDUCED, "20", "120"),
    _article("FD-0604", "冷凍白身フライ (50枚)", "箱", "2940", Tax.REDUCED, "2", "10"),
    _article("FD-0702", "味噌 10kg", "樽", "3860", Tax.REDUCED, "1", "3"),
    _article("FD-9001", "料理酒 (酒類) 1.8L", "本", "860", Tax.STANDARD, "2", "8"),
    _article("FD-9101", "使い捨て容器 (500個)", "箱", "4200", Tax.STANDARD, "1", "4"),
)
LUNCHES = (
    _article("LB-01", "日替わり弁当", "食", "540", Tax.REDUCED, "40", "180", holds_tax=True),
    _article("LB-02", "幕の内弁当 (会議用)", "食", "1080", Tax.REDUCED, "5", "40", holds_tax=True),
    _article("LB-03", "サンドイッチ盛合せ", "皿", "3240", Tax.REDUCED, "1", "6", holds_tax=True),
    _article("LB-11", "ペットボトル茶 525ml", "本", "129", Tax.REDUCED, "20", "120", holds_tax=True),
    _article("LB-90", "ケータリング (配膳・給仕)", "式", "27500", Tax.STANDARD, "1", "2", holds_tax=True),
)
FREIGHT = (
    _article("TR-01", "4t車チャーター 東京-大阪", "便", "78000", Tax.STANDARD, "1", "6"),
    _article("TR-02", "10t車チャーター 埼玉-福岡", "便", "186000", Tax.STANDARD, "1", "3"),
    _article("TR-05", "路線便 (20kgまで)", "個", "1150", Tax.STANDARD, "20", "180"),
    _article("TR-06", "路線便 (40kgまで)", "個", "1680", Tax.STANDARD, "5", "60"),
    _article("TR-11", "燃料サーチャージ", "式", "8640", Tax.STANDARD, "1", "1"),
    _article("TR-12", "荷役作業", "時間", "3850", Tax.STANDARD, "2", "16", "0.5"),
    _article("TR-21", "高速道路料金 (実費)", "式", "12870", Tax.STANDARD, "1", "3", holds_tax=True),
    _article("TR-31", "国際海上輸送 東京-高雄 20ft", "本", "214000", Tax.EXPORT, "1", "2"),
    _article("TR-32", "輸出通関手数料", "件", "11800", Tax.EXPORT, "1", "2"),
)
SYSTEMS = (
    _article("IT-101", "業務クラウド 基本料金", "月", "48000", Tax.STANDARD, "1", "1"),
    _article("IT-102", "業務クラウド 利用者追加", "人", "1280", Tax.STANDARD, "15", "120"),
    _article("IT-201", "サーバー監視", "台", "6500", Tax.STANDARD, "3", "12"),
    _article("IT-202", "バックアップ領域", "GB", "12.8", Tax.STANDARD, "500", "4000", "100"),
    _article("IT-301", "ヘルプデスク", "件", "2300", Tax.STANDARD, "4", "45"),
    _article("IT-401", "システム改修", "人日", "58000", Tax.STANDARD, "0.5", "6", "0.25"),
)
WORK = (
    _article("RD-11", "測定装置 点検・校正", "台", "34800", Tax.STANDARD, "1", "6"),
    _article("RD-12", "データ解析 支援", "時間", "9200", Tax.STANDARD, "4", "40", "0.5"),
    _article("RD-13", "試作部品 加工", "個", "1736.25", Tax.STANDARD, "8", "90"),
    _article("RD-21", "試験材料", "kg", "2845", Tax.STANDARD, "2", "15", "0.125"),
)
COPIES = (
    _article("CP-01", "複合機カウンター モノクロ", "枚", "1.2", Tax.STANDARD, "8200", "26400", "137"),
    _article("CP-02", "複合機カウンター カラー", "枚", "9.8", Tax.STANDARD, "900", "5200", "41"),
    _article("CP-11", "複合機リース料 (経過措置8%)", "台", "18600", Tax.OLD, "3", "3"),
)
PRINTING = (
    _article("PR-01", "名刺印刷 (100枚)", "箱", "1480", Tax.STANDARD, "3", "40"),
    _article("PR-02", "社内報 A4 8頁", "部", "62.4", Tax.STANDARD, "800", "1600", "50"),
    _article("PR-03", "製品カタログ A4 24頁", "部", "186.5", Tax.STANDARD, "300", "1200", "100"),
    _article("PR-04", "封筒 長3 社名入り (1000枚)", "箱", "6900", Tax.STANDARD, "1", "8"),
    _article("PR-09", "版下修正", "回", "4500", Tax.STANDARD, "1", "3"),
)
HOMES = (
    _article("RE-01", "社宅 賃料 (みほんハイツ)", "戸", "92000", Tax.FREE, "6", "6"),
    _article("RE-02", "社宅 共益費", "戸", "6000", Tax.FREE, "6", "6"),
    _article("RE-05", "社宅 駐車場", "台", "11000", Tax.STANDARD, "4", "4"),
    _article("RE-09", "水道料 預り金精算", "式", "18240", Tax.OUTSIDE, "1", "1"),
)
STORAGE = (
    _article("WH-01", "倉庫賃料 (A棟 420坪)", "月", "1260000", Tax.STANDARD, "1", "1"),
    _article("WH-02", "入出庫作業", "パレット", "820", Tax.STANDARD, "120", "640"),
    _article("WH-03", "事業用 電気料 実費", "式", "146300", Tax.STANDARD, "1", "1"),
    _article("WH-08", "動産保険料 立替", "式", "23500", Tax.OUTSIDE, "1", "1"),
)

# fmt: on
