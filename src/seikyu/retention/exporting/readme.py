"""README.txt of an export: what is what, in Japanese."""

from datetime import datetime

from seikyu.accounts.model import Company
from seikyu.kit.jst import wire_time

TEXT = """\
{name}（企業番号 {company_id}）の全データ
書き出し日時： {at}（日本時間）

■ 目次
index.csv          書類の一覧です。取引年月日・金額・取引先の列で検索・並べ替えができます
                   （電子帳簿保存法の検索要件）。
                   「フォルダ」の列が、その書類のファイルの場所です。
invoices/issued/   発行した請求書。管理番号ごとのフォルダに、版ごとの内容（v1.jsonなど）とPDF（v1.pdfなど）、
                   files/ に添付ファイルがあります。
invoices/received/ 受け取った請求書と自社作成の請求書。構成は同じです。
notices/           支払通知書。issued/ は自社が送ったもの、received/ は受け取ったものです。
payments/          振込データ（全銀形式）。一覧は tables/payment_runs.csv、
                   明細は tables/payment_items.csv です。
ledgers/           会計ソフト向けに出力したファイル。一覧は tables/ledger_exports.csv です。
uploads/           取り込んだ元のファイル。
posting/           郵送用の印刷データ。
drafts/            下書きの添付ファイル。
pictures/          書式のロゴ・印影などの画像。
audit/log.csv      監査ログ。下の手順で改ざんの有無を確かめられます。
tables/            そのほかの記録（マスタ、仕訳、質問・回答、承認、ユーザー、設定など）。1表1ファイルで、
                   見出しは項目名、日時は協定世界時（UTC）です。パスワードなどの秘密の値は含みません。
manifest.csv       このファイルを含むすべてのファイルのバイト数とSHA-256です（manifest.csv自身を除きます）。

■ 形式
CSVはUTF-8（BOM付き）、改行はCRLFです。表計算ソフトで式と見なされる値には、先頭に ' を付けています。
請求書のJSONは、発行時に固定された内容そのもの（1バイトも変えていません）です。そのSHA-256は
tables/invoice_versions.csv の sha256 と一致します。

■ 監査ログの確かめ方
audit/log.csv を番号の順に読み、次の2つが成り立てば、記録は書かれたときのままです。
1. 「記録」（UTF-8のバイト列）のSHA-256が「記録のSHA-256」に等しい
2. 32バイトの0から始めて、（前の行のハッシュ＋記録のSHA-256、どちらもバイト列）のSHA-256が「ハッシュ」に等しい
「番号」が空の行は、書き出しの直前に書かれ、まだ連結されていない記録です。
「記録」が空の行は、保存期間を過ぎて消去された記録です（2だけを確かめます）。

■ 保存期間
消去された書類は含まれません。保存が必要な期間は、書き出したあともご自身で保管してください。
"""


def readme(company: Company, at: datetime) -> bytes:
    """The text, as Windows reads it too."""
    told = TEXT.format(name=company.name, company_id=company.company_id, at=wire_time(at))
    return b"\xef\xbb\xbf" + told.replace("\n", "\r\n").encode()
