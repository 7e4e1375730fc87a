"""The mails about keeping, removal and leaving, in plain Japanese text."""

from collections.abc import Mapping
from datetime import date

from seikyu.accounts.model import User
from seikyu.kit.jst import wire_time
from seikyu.mail.store import Mail
from seikyu.retention.model import Release


def about_to_be_over(reader: User, papers: Mapping[date, int], base_url: str) -> Mail:
    """Tells that papers need not be kept much longer, that nothing goes by itself, and what can be done."""
    lines = [
        "次の書類は、まもなく保存期限を迎えます（消去停止の対象を除きます）。",
        "",
        *(f"　保存期限 {until:%Y/%m/%d}　{count:,}件" for until, count in sorted(papers.items())),
        "",
        "期限を過ぎても、管理者が消去を承認しないかぎり書類は残ります。",
        "必要な書類は、消去の前に書き出しておいてください。",
        f"対象の一覧： {base_url}/settings/retention/over",
        f"全データの書き出し： {base_url}/settings/export",
    ]
    return _mail(reader, "保存期限が近い書類があります", lines)


def released(reader: User, release: Release, base_url: str) -> Mail:
    """Tells all administrators that somebody has released papers, while it can still be called off."""
    lines = [
        f"{release.released_by}さんが、保存期限を過ぎた書類{release.papers:,}件の消去を承認しました。",
        f"消去の開始： {wire_time(release.removes_from)}",
        "",
        "それまでは、次の画面で取り消せます。消去した書類は元に戻せません。",
        f"{base_url}/settings/retention",
    ]
    return _mail(reader, "書類の消去が承認されました", lines)


def called_off(reader: User, who: str, base_url: str) -> Mail:
    """Tells that nothing more is removed."""
    lines = [f"{who}さんが、書類の消去を取り消しました。", "", f"{base_url}/settings/retention"]
    return _mail(reader, "書類の消去が取り消されました", lines)


def closed(reader: User, reason: str) -> Mail:
    """Tells that the company has left, and what becomes of its papers."""
    lines = [
        "退会の手続きが完了し、ログインとAPIの利用を終了しました。",
        f"理由： {reason}",
        "",
        "書類は、法令で定められた保存期限まで保管されます。取引先がお持ちの書類には影響しません。",
        "お心当たりのない場合、または書類が必要な場合は、運営者へご連絡ください。",
    ]
    return _mail(reader, "退会の手続きが完了しました", lines)


def reopened(reader: User, base_url: str) -> Mail:
    """Tells that the company is back."""
    lines = ["退会の手続きが取り消され、ふたたびログインできるようになりました。", "", f"{base_url}/login"]
    return _mail(reader, "ご利用を再開しました", lines)


def _mail(reader: User, subject: str, lines: list[str]) -> Mail:
    body = [reader.company.name, f"{reader.name} 様", "", *lines, "", "このメールは送信専用です。"]
    return Mail(reader.email, f"【Seikyu】{subject}", "\n".join(body))
