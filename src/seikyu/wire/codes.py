# ruff: noqa: E501 -- a table: one code a line, found by searching for its number or its sentence
"""The one registry of error codes: permanent once published, never removed, never given another meaning.

`E` and six digits (contract §2): E1 who may · E2 one field · E3 fields together · E4 the invoice's state or
existence · E5 masters · E6 batch and files · E7 headers and format · E9 the service itself.
In a sentence, `{label}` is the field's Japanese name, in English its wire name; other names are values of
the fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of fault or refusal: its permanent number and its sentence in both languages."""

    number: str
    ja: str
    en: str


# fmt: off

# E1 who may
PAYING_ISSUERS_ONLY = Code("E100001", "本機能は発行有料企業のみ利用可能です", "This function is open only to paying issuers with the API option.")
ADDRESS_REFUSED = Code("E100002", "このIPアドレスからのアクセスは許可されていません。", "Access from this IP address is not allowed.")
TOKEN_MISSING = Code("E100003", "アクセストークンを指定してください。", "An access token is required.")
TOKEN_INVALID = Code("E100004", "アクセストークンが無効であるか、有効期限が切れています。", "The access token is invalid or has expired.")
POSTAL_PROXY_NOT_OPEN = Code("E100005", "{label}は郵送代行オプションを利用している場合のみ設定できます。", "{label} may be set only with the postal proxy option.")
BULK_PRINT_NOT_OPEN = Code("E100006", "{label}は発行済請求書一括印刷オプションを利用している場合のみ設定できます。", "{label} may be set only with the bulk print option.")
ADMINISTRATORS_ONLY = Code("E100101", "この操作は自社の管理者のみ行えます。", "Only an administrator of your company may do this.")
LINK_USED_UP = Code("E100102", "このリンクは使用済みか、有効期限が切れています。自社の管理者に再送を依頼してください。", "This link has been used or has expired. Ask an administrator of your company to send another.")
NOT_APPROVER = Code("E100401", "この請求書の現在の承認段階の承認者ではありません。", "You are not an approver of the step the invoice waits at.")
OWN_INVOICE = Code("E100402", "自分が作成した請求書を承認・差戻しすることはできません。", "You cannot decide on an invoice that you made yourself.")
SUBMITTER_ONLY = Code("E100403", "この操作は請求書を申請した本人のみ行えます。", "Only whoever submitted the invoice may do this.")
OWN_INVITATION = Code("E100201", "自社が送った招待を自社で承諾することはできません。", "A company cannot accept its own invitation.")
POSTING_NOT_OPEN = Code("E100801", "郵送代行または発行済請求書一括印刷オプションのお申し込みが必要です。", "This needs the postal proxy or the bulk print option.")

# E2 one field
REQUIRED = Code("E200001", "{label}は必須です。", "{label} is required.")
NOT_TEXT = Code("E200002", "{label}は文字列で入力してください。", "{label} must be a string.")
TOO_LONG = Code("E200003", "{label}は{limit}文字以内で入力してください。", "{label} must be at most {limit} characters.")
TOO_WIDE = Code("E200004", "{label}は{limit}バイト以内（全角2バイト、半角1バイト）で入力してください。", "{label} must be at most {limit} bytes (full-width 2, half-width 1).")
FORBIDDEN_CHARACTER = Code("E200005", "{label}に使用できない文字（制御文字、改行など）が含まれています。", "{label} contains a character that is not allowed (control characters, line breaks).")
NOT_A_CHOICE = Code("E200006", "{label}は{choices}のいずれかを指定してください。", "{label} must be one of {choices}.")
NOT_WHOLE = Code("E200007", "{label}は整数で入力してください。", "{label} must be a whole number.")
TOO_MANY_DIGITS = Code("E200008", "{label}はマイナス記号を除いて{limit}桁以内で入力してください。", "{label} must have at most {limit} digits, a minus sign not counted.")
NOT_A_NUMBER = Code("E200009", "{label}は数字で入力してください。", "{label} must be a number.")
TOO_MANY_DECIMAL_DIGITS = Code("E200010", "{label}は整数部{whole}桁以内、小数部{fraction}桁以内で入力してください。", "{label} must have at most {whole} integer and {fraction} fraction digits.")
NOT_A_DATE = Code("E200011", "{label}は実在する日付をyyyy-MM-dd形式で入力してください。", "{label} must be a real date written yyyy-MM-dd.")
NOT_A_ZIP = Code("E200012", "{label}はXXX-XXXX形式の数字で入力してください。", "{label} must be digits written XXX-XXXX.")
NOT_A_PHONE = Code("E200013", "{label}はハイフン区切りの数字（5桁以内-4桁以内-4桁以内）で入力してください。", "{label} must be digits written XXXXX-XXXX-XXXX (at most 5, 4 and 4 digits).")
NOT_DIGITS = Code("E200014", "{label}は数字{limit}桁以内で入力してください。", "{label} must be at most {limit} digits.")
NOT_EXACT_DIGITS = Code("E200015", "{label}は数字{limit}桁で入力してください。", "{label} must be exactly {limit} digits.")
OUT_OF_RANGE = Code("E200016", "{label}は{low}～{high}の範囲で入力してください。", "{label} must be between {low} and {high}.")
NOT_AN_OBJECT = Code("E200017", "{label}はオブジェクトで指定してください。", "{label} must be an object.")
NOT_AN_ARRAY = Code("E200018", "{label}は配列で指定してください。", "{label} must be an array.")
TOO_MANY_ELEMENTS = Code("E200019", "{label}は{limit}件以内で指定してください。", "{label} must have at most {limit} elements.")
NOT_A_MOMENT = Code("E200020", "{label}は実在する日時をyyyy-MM-dd HH:mm:ss形式で入力してください。", "{label} must be a real date and time written yyyy-MM-dd HH:mm:ss.")
NOT_AN_EMAIL = Code("E200021", "{label}は{limit}文字以内のメールアドレスを入力してください。", "{label} must be an e-mail address of at most {limit} characters.")
SEND_DATE_PAST = Code("E200022", "{label}に過去の日付は指定できません。", "{label} must not be in the past.")
NOT_A_REGISTRATION_NUMBER = Code("E200101", "{label}はTと数字13桁で入力してください。", "{label} must be T and 13 digits.")
NOT_A_CORPORATE_NUMBER = Code("E200102", "{label}の検査用数字が正しくありません。13桁の番号を確認してください。", "The check digit of {label} is wrong.")
NOT_A_PFID = Code("E200103", "{label}は{limit}文字以内のメールアドレス形式で入力してください。", "{label} must have the form of a mail address of at most {limit} characters.")
PASSWORD_LENGTH = Code("E200104", "{label}は{low}～{high}文字で入力してください。", "{label} must have {low} to {high} characters.")
PASSWORD_NOT_REPEATED = Code("E200105", "確認用のパスワードが一致しません。", "The two passwords are not the same.")
PASSWORD_WRONG = Code("E200106", "現在のパスワードが違います。", "The present password is wrong.")
PASSWORD_WAIT = Code("E200107", "パスワードの誤りが続いたため、{seconds}秒後にもう一度お試しください。", "Too many wrong passwords. Please try again in {seconds} seconds.")
NOT_A_COLOUR = Code("E200301", "{label}は「#1a2230」のように#と16進数6桁で入力してください。", "{label} must be written as # and six hexadecimal digits.")
COLOUR_TOO_PALE = Code("E200302", "{label}は白い紙の上では薄すぎて読めません（コントラスト比{ratio}。4.5以上が必要です）。", "{label} is too pale to be read on white paper (contrast {ratio}; at least 4.5 is needed).")

# E3 fields together
COMPANY_NAME_TOO_WIDE = Code("E300001", "会社名と事業所・営業所名は合計{limit}バイト以内（全角2バイト、半角1バイト）で入力してください。", "company_name_org and base_name together must be at most {limit} bytes (full-width 2, half-width 1).")
COMPANY_KANA_TOO_WIDE = Code("E300002", "会社名(カナ)と事業所・営業所名(カナ)は合計{limit}バイト以内（全角2バイト、半角1バイト）で入力してください。", "company_name_kana_org and base_name_kana together must be at most {limit} bytes (full-width 2, half-width 1).")
ADDRESS_TOO_LONG = Code("E300003", "会社住所と会社住所(番地、建物名等)は合計{limit}文字以内で入力してください。", "address1 and address2 together must be at most {limit} characters.")
CODELESS_PUBLISHER_INCOMPLETE = Code("E300004", "発行元コードを指定しない場合、{label}は必須です。", "{label} is required for a publisher without a code.")
CODELESS_PUBLISHER_ADDRESS = Code("E300005", "発行元コードを指定しない場合、「住所」または「住所(番地、建物名)」のどちらか一方は必須です。", "A publisher without a code needs publisher_address1 or publisher_address2.")
BANKS_NOT_FOR_METHOD = Code("E300006", "入金方法が銀行振込以外の場合、振込先口座情報は設定できません。", "banks may be given only when payment_method is bank transfer.")
CUSTOM_NAME_REQUIRED = Code("E300007", "カスタム明細ヘッダー情報を指定する場合、カスタム名は必須です。", "custom_name is required when custom_detail_headers are given.")
HEADER_INCOMPLETE = Code("E300008", "カスタム明細ヘッダー情報のいずれかの項目を指定する場合、{label}は必須です。", "{label} is required when anything of the header is given.")
HEADER_SEQ_REPEATED = Code("E300009", "カスタム明細ヘッダー情報の項目連番{value}が重複しています。", "field_seq {value} is given to more than one header.")
HEADER_SEQ_GAP = Code("E300010", "カスタム明細ヘッダー情報の項目連番は1からの連番で指定してください。", "field_seq of the headers must run from 1 without a gap.")
HEADER_WIDTHS_NOT_100 = Code("E300011", "カスタム明細ヘッダー情報の列幅の合計は100にしてください（現在{value}）。", "field_col_width of all headers must add up to 100 (now {value}).")
CUSTOM_VALUE_INCOMPLETE = Code("E300012", "カスタム明細データ情報の項目連番とデータ値は両方指定してください（{label}がありません）。", "field_seq and field_value go together ({label} is missing).")
CUSTOM_VALUE_SEQ_REPEATED = Code("E300013", "カスタム明細データ情報の項目連番{value}が重複しています。", "field_seq {value} is given twice in one row.")
CUSTOM_VALUE_WITHOUT_HEADER = Code("E300014", "項目連番{value}のカスタム明細ヘッダー情報がありません。", "There is no header with field_seq {value}.")
SHOW_AMOUNT_TOO_LARGE = Code("E300015", "今回請求金額(税込)と繰越金額の合計が{limit}桁を超えるため、おもての請求金額を求められません。", "inv_show_amount cannot be derived: inv_amount plus carryover_new has more than {limit} digits.")
COLUMN_REQUIRED = Code("E300301", "「{column}」は請求書に必要な記載のため、列として表示してください。", "{column} is needed on an invoice and must be a column.")
AMOUNT_COLUMN_REQUIRED = Code("E300302", "「金額(税抜)」か「金額(税込)」の少なくとも一方を列として表示してください。", "At least one of the amounts, without or with tax, must be a column.")
TOO_MANY_COLUMNS = Code("E300303", "列は{limit}個までです（現在{found}個）。残りは「明細の下」か「表示しない」にしてください。", "There may be at most {limit} columns (now {found}). Put the others below the line or leave them out.")

# E4 the invoice's state or existence
NOT_SENT_BACK = Code("E400001", "指定された請求書は差戻し請求書として存在しません。", "There is no sent-back invoice with this number.")
INVOICE_REPEATED = Code("E400002", "同じ請求書管理番号がリクエスト内で重複しています。", "The same invoice_mng_num is given more than once in the request.")
CHANGED_MEANWHILE = Code("E400003", "請求書は処理中に他の操作によって変更されました。", "Somebody else changed the invoice meanwhile.")
INVOICE_UNKNOWN = Code("E400004", "指定された請求書は存在しません。", "There is no such invoice.")
NOT_IN_ERROR = Code("E400005", "発行エラーの請求書ではないため、再試行できません。", "Only an invoice whose issuing failed can be tried again.")
NOT_RETURNABLE = Code("E400006", "この請求書は差戻しできる状態ではありません。", "The invoice is not in a state in which it can be sent back.")
VERSION_UNKNOWN = Code("E400007", "指定された版は存在しません。", "There is no such version.")
DOCUMENT_NOT_READY = Code("E400008", "請求書のPDFはまだ作成されていません。", "The PDF of the invoice has not been made yet.")
NOT_APPROVABLE = Code("E400009", "この請求書は処理済にできる状態ではありません。", "The invoice is not in a state in which it can be marked as done.")
NOT_ISSUED = Code("E400601", "発行済の請求書ではないため、この操作はできません。", "The invoice is not issued, so this cannot be done.")
OPENED_ALREADY = Code("E400602", "発行先が開封済のため、削除できません。発行先に差戻しを依頼してください。", "The buyer has opened the invoice, so it cannot be deleted. Ask the buyer to send it back.")
WITHDRAWN = Code("E400603", "発行元がこの請求書を取り消したため、この操作はできません。", "The seller has withdrawn the invoice, so this cannot be done.")
NOT_HELD_BACK = Code("E400604", "発行日を待っている請求書ではないため、発行を取りやめることはできません。", "The invoice does not wait for a day of issue to come, so its issue cannot be called off.")
REMINDED_TODAY = Code("E400605", "本日すでにお知らせを送信しています。次に送信できるのは明日以降です。", "A reminder was sent today already. The next one can be sent tomorrow.")
REMINDER_NEEDLESS = Code("E400606", "開封済で入金期限も近くないため、お知らせは送信できません。", "The invoice has been opened and is not due soon, so there is nothing to remind of.")
REMINDER_UNREACHABLE = Code("E400607", "発行先のメールアドレスが登録されていないため、お知らせを送信できません。", "No mail address of the customer is known, so no reminder can be sent.")
ATTACHMENTS_FIXED = Code("E400608", "この状態の請求書の添付ファイルは変更できません。", "In its present state the files of the invoice cannot be changed.")
ATTACHMENT_UNKNOWN = Code("E400609", "指定された添付ファイルは存在しません。", "There is no such file.")
LAST_ADMINISTRATOR = Code("E400101", "管理者が1人もいなくなるため、この操作はできません。先に別の管理者を設定してください。", "This would leave your company without an administrator. Make somebody else one first.")
USER_UNKNOWN = Code("E400102", "指定されたユーザーは存在しません。", "There is no such user.")
EDITED_MEANWHILE = Code("E400103", "入力中に他の方が内容を変更しました。現在の内容を確認し、よければもう一度保存してください。", "Somebody else changed this meanwhile. Check what it is now, and save again if you still want to.")
NOT_IN_APPROVAL = Code("E400401", "この請求書は承認待ちではありません。", "The invoice does not wait for approval.")
APPROVER_MISSING = Code("E400402", "承認経路「{route}」の段階「{step}」に、作成者以外の承認者がいないため、申請できません。", 'The invoice cannot be submitted: step "{step}" of the route "{route}" has no approver other than its maker.')
INVITATION_UNKNOWN = Code("E400201", "招待が見つかりません。", "There is no such invitation.")
INVITATION_OVER = Code("E400202", "この招待は承諾、辞退、取消、再送または期限切れにより、すでに無効です。", "The invitation is not open any more: it was accepted, declined, withdrawn or sent again, or it expired.")
CUSTOMER_LINKED = Code("E400203", "この発行先はすでに受取側企業と連携しています。", "The customer is linked to a member company already.")
DOCUMENT_LINK_DEAD = Code("E400204", "この請求書を表示できません。", "This invoice cannot be shown here.")
BATCH_UNKNOWN = Code("E400801", "指定された印刷バッチは存在しません。", "There is no such print batch.")
LETTER_UNKNOWN = Code("E400802", "指定された郵便は存在しません。", "There is no such letter.")
LETTER_MOVED = Code("E400803", "この郵便は既に処理されています。", "The letter has been dealt with already.")
NOTHING_TO_CLOSE = Code("E400804", "締められる郵便がありません。", "No letter is ready to be put into a batch.")
BATCH_UNDER_WAY = Code("E400805", "この印刷バッチは処理中です。", "The print batch is being worked on.")
BATCH_NOT_PRINTED = Code("E400806", "この印刷バッチのファイルはまだ作成されていません。", "The files of the print batch have not been made yet.")
DRAFT_UNKNOWN = Code("E400501", "指定された下書きは存在しません。", "There is no such draft.")
DRAFT_CHANGED = Code("E400502", "この下書きは他の画面または他の方によって変更されました。", "Somebody else, or you in another window, changed the draft meanwhile.")
NOTHING_ENTERED = Code("E400503", "明細が入力されていません。", "No line has been entered.")
UPLOAD_UNKNOWN = Code("E400701", "指定されたアップロードは存在しません。", "There is no such upload.")
MAPPING_UNKNOWN = Code("E400702", "指定された対応付けは存在しません。", "There is no such mapping.")
UPLOAD_MOVED = Code("E400703", "アップロードの状態が変わったため、この操作はできません。", "The upload is in another state by now, so this cannot be done.")
UPLOADED_BEFORE = Code("E400704", "同じファイルがすでに登録されています。もう一度登録する場合は、確認欄にチェックを入れてください。", "The same file was registered before. Tick the box if you want to register it once more.")
LAYOUT_MISSING = Code("E400301", "指定された書式は存在しません。", "There is no such layout.")
LAYOUT_CHANGED = Code("E400302", "書式は他の方が先に変更しました。最新の内容を確認してください。", "Somebody else changed the layout first. Look at it as it is now.")

# E5 masters
PUBLISHER_AMBIGUOUS = Code("E500001", "発行元を特定できません。同じ発行元コードが複数登録されているため、画面で一意になるように修正してください。", "The publisher is ambiguous: its code is registered more than once. Make it unique on screen.")
PUBLISHER_INCOMPLETE = Code("E500002", "発行元を登録する場合、{label}は必須です。", "{label} is required to register a publisher.")
PUBLISHER_ADDRESS_REQUIRED = Code("E500003", "発行元を登録する場合、「住所」または「住所(番地、建物名)」のどちらか一方は必須です。", "Registering a publisher needs publisher_address1 or publisher_address2.")
BANK_INCOMPLETE = Code("E500004", "振込先口座を登録する場合、{label}は必須です。", "{label} is required to register a bank account.")
BANK_UNIDENTIFIED = Code("E500005", "振込先コードまたは金融機関キー情報（金融機関コード、支店コード、口座番号）を指定してください。", "transfer_code, or fncl_inst_code with branch_code and account_num, is required.")
BANK_AMBIGUOUS = Code("E500006", "振込先口座を特定できません。同じ口座が複数登録されているため、画面で一意になるように修正してください。", "The bank account is ambiguous: it is registered more than once. Make it unique on screen.")
PERSON_UNKNOWN = Code("E500007", "指定された条件に該当する自社担当者が存在しません。", "No employee matches private_user_employee_no and private_user_name.")
PERSON_AMBIGUOUS = Code("E500008", "自社担当者を特定できません。該当する社員が複数存在します。", "The person in charge is ambiguous: more than one employee matches.")
LAYOUT_UNKNOWN = Code("E500009", "指定された書式設定コードは登録されていません。", "There is no layout with this invoice_setting_code.")
CUSTOMER_AMBIGUOUS = Code("E500010", "発行先を特定できません。同じ発行先が複数登録されているため、発行先コードを指定してください。", "The customer is ambiguous: more than one is registered with these values. Give its private_cust_cd.")
CUSTOMER_INCOMPLETE = Code("E500011", "発行先を登録する場合、{label}は必須です。", "{label} is required to register a customer.")
CUSTOMER_UNIDENTIFIED = Code("E500012", "発行先を削除する場合、発行先コードまたは法人番号を指定してください。", "private_cust_cd or corp_genuine_id is required to delete a customer.")
MASTER_UNKNOWN = Code("E500013", "削除する{label}は登録されていません。", "There is no such {label} to delete.")
MASTER_IN_USE = Code("E500014", "発行が完了していない請求書で使用されているため、{label}を削除できません。", "The {label} cannot be deleted: an invoice that is not issued yet uses it.")
DELETED_WITH_INVOICE = Code("E500015", "請求書の登録と同時に{label}を削除することはできません。", "An invoice cannot be registered together with deleting its {label}.")
CUSTOMER_CODE_TAKEN = Code("E500101", "この発行先コードは別の発行先で使用されています。", "Another customer has this code.")
CUSTOMER_KNOWN = Code("E500102", "同じ発行先がすでに登録されています。区別するには発行先コードを入力してください。", "The same customer is registered already. Give this one a code to tell them apart.")
TRANSFER_CODE_TAKEN = Code("E500103", "この振込先コードは別の振込先口座で使用されています。", "Another bank account has this code.")
BANK_ACCOUNT_KNOWN = Code("E500104", "同じ口座（金融機関、支店、口座番号）がすでに登録されています。", "The same account (bank, branch and number) is registered already.")
MASTER_NOT_THERE = Code("E500105", "指定された{label}は存在しません。", "There is no such {label}.")
PFID_TAKEN = Code("E500106", "このPFIDはすでに使用されています。", "This PFID is taken.")
EMPLOYEE_CODE_TAKEN = Code("E500107", "この社員コードは別のユーザーで使用されています。", "Another user has this employee code.")
ROUTE_UNKNOWN = Code("E500401", "指定された承認経路は存在しません。", "There is no such approval route.")
GROUP_UNKNOWN = Code("E500402", "指定された役割は存在しません。", "There is no such group.")
GROUP_IN_USE = Code("E500403", "承認経路で使用されているため、この役割を削除できません。", "The group cannot be deleted: an approval route uses it.")
ABSENCE_UNKNOWN = Code("E500404", "指定された不在の設定は存在しません。", "There is no such absence.")
REFERENCE_UNKNOWN = Code("E500901", "{label}「{value}」は登録されていません。", "{label} {value} is not registered.")
MASTER_NEEDED = Code("E500902", "使用されているため、{label}を削除できません。", "The {label} cannot be deleted: it is in use.")
INVITATION_NEEDS_EMAIL = Code("E500201", "メールで招待する場合、発行先のメールアドレスは必須です。", "An invitation by e-mail needs the customer's user_email.")
INVITATION_NEEDS_ADDRESS = Code("E500202", "郵送で招待する場合、発行先の郵便番号と住所は必須です。", "An invitation by post needs the customer's zip and address1 or address2.")
CODE_TAKEN = Code("E500903", "このコードは既に登録されています。", "This code is registered already.")
MASTER_MISSING = Code("E500904", "指定された{label}は登録されていません。", "There is no such {label}.")
LAYOUT_CODE_TAKEN = Code("E500301", "この書式設定コードはすでに使用されています。", "There is a layout with this code already.")

# E6 batch and files
TOO_MANY_FAULTS = Code("E600001", "エラーが{limit}件を超えたため、リクエスト全体の処理を中止しました。", "More than {limit} faults were found; nothing of the request was done.")
ATTACHMENT_MISSING = Code("E600601", "ファイルが指定されていません。", "No file was sent.")
ATTACHMENT_NAME = Code("E600602", "ファイル名を「{name}」のように拡張子まで指定してください。", "Name the file together with its ending, as in {name}.")
ATTACHMENT_KIND = Code("E600603", "「{name}」は添付できない種類のファイルです。添付できるのは{kinds}です。", "{name} is of a kind that cannot be attached. These can: {kinds}.")
ATTACHMENT_CONTENT = Code("E600604", "「{name}」の内容が拡張子と一致しないか、壊れています。", "What is in {name} is not what its ending says, or is damaged.")
ATTACHMENT_EMPTY = Code("E600605", "「{name}」は空のファイルです。", "{name} is empty.")
ATTACHMENT_TOO_LARGE = Code("E600606", "「{name}」は大きすぎます（1ファイル{limit}MBまで）。", "{name} is too large (at most {limit} MB a file).")
ATTACHMENTS_TOO_LARGE = Code("E600607", "添付ファイルの合計が大きすぎます（1請求書あたり合計{limit}MBまで）。", "The files of an invoice are too large together (at most {limit} MB).")
ATTACHMENTS_TOO_MANY = Code("E600608", "添付ファイルが多すぎます（1請求書あたり{limit}件まで）。", "There are too many files (at most {limit} for an invoice).")
NOTHING_TO_PRINT = Code("E600609", "印刷できる請求書がありません。発行前の請求書にはPDFがありません。", "There is nothing to print. Invoices that are not issued yet have no PDF.")
TOO_MANY_TO_PRINT = Code("E600610", "まとめて印刷できるのは{limit}件までです（該当{found}件）。条件を絞ってください。", "At most {limit} invoices can be printed together ({found} found). Narrow the list.")
TOO_MANY_TO_EXPORT = Code("E600611", "CSVに出力できるのは{limit}件までです。条件を絞ってください。", "At most {limit} invoices can be written as CSV. Narrow the list.")
UNWRITABLE_CHARACTER = Code("E600612", "管理番号{number}の「{column}」にある文字「{character}」（{point}）はShift_JISで書き出せません。UTF-8を選んでください。", "The character {character} ({point}) in {column} of invoice {number} cannot be written in Shift_JIS. Choose UTF-8.")
FILE_UNDECODABLE = Code("E600901", "ファイルの{line}行目に読み取れない文字があります。文字コードはUTF-8またはShift_JISにしてください。", "Line {line} of the file holds bytes that stand for no character. Use UTF-8 or Shift_JIS.")
FILE_NOT_CSV = Code("E600902", "CSVファイルとして読み取れません。引用符の対応を確認してください。", "The file cannot be read as CSV. Check its quotes.")
COLUMNS_MISSING = Code("E600903", "ファイルの1行目に項目「{value}」がありません。", "The first row of the file lacks the columns {value}.")
TOO_MANY_ROWS = Code("E600904", "ファイルの行数が多すぎます（{limit}行まで）。", "The file has too many rows (at most {limit}).")
CHARACTER_UNWRITABLE = Code("E600905", "「{character}」はShift_JISで表せないため、出力できません（{row}行目{column}列目）。UTF-8で出力するか、文字を置き換えてください。", "{character} has no place in Shift_JIS (row {row}, column {column}). Use UTF-8 or replace the character.")
REPORT_UNREADABLE = Code("E600801", "ファイルをCSVとして読み取れません。UTF-8またはShift_JISのCSVを指定してください。", "The file cannot be read as CSV in UTF-8 or Shift_JIS.")
REPORT_COLUMN_MISSING = Code("E600802", "見出し行に列「{value}」がありません。", "The first row has no column {value}.")
REPORT_LETTER_UNKNOWN = Code("E600803", "「{value}」に該当する郵便がありません。", "There is no letter {value}.")
REPORT_STATUS_UNKNOWN = Code("E600804", "状態「{value}」はprinted、posted、returnedのいずれかで入力してください。", "The status {value} must be printed, posted or returned.")
REPORT_DATE_INVALID = Code("E600805", "日付「{value}」は実在する日付をyyyy-MM-dd形式で入力してください。", "The date {value} must be a real date written yyyy-MM-dd.")
UPLOAD_MISSING = Code("E600701", "アップロードするファイルを選択してください。", "Choose a file to upload.")
UPLOAD_KIND = Code("E600702", "アップロードできるのはCSV（.csv）またはExcel（.xlsx）のファイルです。", "Only CSV (.csv) and Excel (.xlsx) files can be uploaded.")
UPLOAD_EMPTY = Code("E600703", "見出し行の下にデータの行がありません。", "There are no rows below the header.")
UPLOAD_TOO_LARGE = Code("E600704", "ファイルは{limit}MB以内にしてください。", "The file must be at most {limit} MB.")
UPLOAD_TOO_MANY_ROWS = Code("E600705", "データは{limit}行以内にしてください。", "The file must have at most {limit} rows.")
UPLOAD_TOO_MANY_COLUMNS = Code("E600706", "列は{limit}列以内にしてください。", "The file must have at most {limit} columns.")
UPLOAD_UNDECODABLE = Code("E600707", "{line}行目の{column}列目に、{encoding}の文字として読み取れないデータがあります。文字コードの指定を確認してください。", "Line {line}, column {column} holds bytes that are no characters of {encoding}. Check the encoding.")
UPLOAD_QUOTES = Code("E600708", "{line}行目付近の引用符の使い方が正しくないため、CSVとして読み取れません。", "The quotes near line {line} make no sense as CSV.")
UPLOAD_WORKBOOK = Code("E600709", "Excelファイル（.xlsx）として読み取れません。パスワードを外し、Excelで保存し直してください。", "The file cannot be read as an Excel workbook (.xlsx). Remove its password and save it anew.")
UPLOAD_WORKBOOK_TOO_LARGE = Code("E600710", "Excelファイルの内容が大きすぎるため、読み取れません。不要なシートや書式を削除してください。", "The contents of the workbook are too large. Remove sheets and formats that are not needed.")
HEADER_CONTRADICTS = Code("E600711", "{label}の値が、同じ請求書の{row}行目と異なります。", "{label} differs from row {row} of the same invoice.")
ROWS_APART = Code("E600712", "同じ請求書の行が離れています（{row}行目にもあります）。続けて並べてください。", "Rows of one invoice stand apart (see row {row}). Put them together.")
ROW_TOO_LONG = Code("E600713", "見出しより列が多い行です。区切りのカンマや引用符を確認してください。", "The row has more columns than the header. Check commas and quotes.")
TOTAL_DIFFERS = Code("E600714", "{label}が明細から計算した金額（{expected}円）と異なります。記載された金額のまま登録します。", "{label} differs from what the lines amount to ({expected}); it is taken as stated.")
MAPPING_REPEATED = Code("E600715", "「{target}」が2つ以上の列に割り当てられています。", "{target} is given to more than one column.")
MAPPING_EMPTY = Code("E600716", "列を1つ以上、項目に割り当ててください。", "Give at least one column a field.")
MAPPING_NAME_TAKEN = Code("E600717", "この名前の対応付けはすでにあります。", "There is a mapping of this name already.")
IMAGE_KIND = Code("E600301", "{label}はPNGまたはJPEGの画像を指定してください。", "{label} must be a PNG or JPEG image.")
IMAGE_TOO_LARGE = Code("E600302", "{label}は{limit}KB以内の画像を指定してください。", "{label} must be at most {limit} KB.")
IMAGE_DIMENSIONS = Code("E600303", "{label}は縦横{low}～{high}ピクセルの画像を指定してください（現在{width}×{height}）。", "{label} must be {low} to {high} pixels wide and high (now {width} × {height}).")
IMAGE_BROKEN = Code("E600304", "{label}の画像が壊れているか、印刷できない形式です。", "{label} is damaged or of a form that cannot be printed.")

# E7 headers and format
RESPONSE_TYPE_INVALID = Code("E700001", "レスポンス形式はjsonまたはxmlを指定してください。", "response_type must be json or xml.")
ACCEPT_DISAGREES = Code("E700002", "Acceptとレスポンス形式が一致していません。", "Accept and response_type disagree.")
ACCEPT_INVALID = Code("E700003", "Acceptはapplication/jsonまたはtext/xmlを入力してください", "Accept must be application/json or text/xml.")
CONTENT_TYPE_UNSUPPORTED = Code("E700004", "Content-Typeはapplication/jsonまたはtext/xmlを指定してください。", "Content-Type must be application/json or text/xml.")
BODY_UNREADABLE = Code("E700005", "リクエストボディを読み取れません。JSONまたはXMLの構文を確認してください。", "The request body cannot be read. Check its JSON or XML syntax.")
CHARSET_UNSUPPORTED = Code("E700006", "文字コードはUTF-8を使用してください。", "The character encoding must be UTF-8.")
DTD_REFUSED = Code("E700007", "XMLのDOCTYPE宣言およびエンティティは使用できません。", "DOCTYPE and entities are not accepted in XML.")
TOO_DEEP = Code("E700008", "リクエストボディの階層が深すぎます（{limit}階層まで）。", "The request body is nested too deeply (at most {limit} levels).")
BODY_TOO_LARGE = Code("E700009", "リクエストボディが大きすぎます（{limit}MBまで）。", "The request body is too large (at most {limit} MB).")
PATH_UNKNOWN = Code("E700010", "指定されたURLは存在しません。", "There is nothing at this path.")
METHOD_UNKNOWN = Code("E700011", "指定されたHTTPメソッドは使用できません。", "The method is not allowed at this path.")
PARAMETER_UNREADABLE = Code("E700012", "リクエストパラメータを読み取れません。", "The request parameters cannot be read.")
KEY_INVALID = Code("E700013", "Idempotency-Keyは{limit}文字以内の半角英数記号で指定してください。", "Idempotency-Key must be 1 to {limit} printable ASCII characters.")
KEY_REUSED = Code("E700014", "同じIdempotency-Keyが異なるリクエストで使用されています。", "This Idempotency-Key was used for another request.")
KEY_BUSY = Code("E700015", "同じIdempotency-Keyのリクエストを処理中です。しばらくしてから再度実行してください。", "A request with this Idempotency-Key is still being processed. Please try again later.")
UPLOAD_TYPE_UNSUPPORTED = Code("E700601", "Content-Typeはapplication/octet-streamまたはmultipart/form-dataを指定してください。", "Content-Type must be application/octet-stream or multipart/form-data.")

# E9 the service itself
INTERNAL_ERROR = Code("E900001", "システムエラーが発生しました。", "Something went wrong on our side.")
MAINTENANCE = Code("E900002", "メンテナンス中です。しばらくしてから再度実行してください。", "The service is under maintenance. Please try again later.")
TOO_MANY_REQUESTS = Code("E900003", "リクエスト数が上限を超えました。しばらくしてから再度実行してください。", "Too many requests. Please try again later.")

# fmt: on


def _by_number(codes: Iterable[object]) -> Mapping[str, Code]:
    registry: dict[str, Code] = {}
    for code in codes:
        if isinstance(code, Code):
            if code.number in registry:
                raise ValueError(f"{code.number} is given to two codes")
            registry[code.number] = code
    return MappingProxyType(dict(sorted(registry.items())))


REGISTRY: Mapping[str, Code] = _by_number(list(globals().values()))
"""Every code of this file by its number."""
