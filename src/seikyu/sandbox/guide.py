"""What a sandbox tells whoever started it: the address, the logins, and what to do first."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from seikyu.sandbox.data.cast import CAST
from seikyu.sandbox.logins import Logins
from seikyu.sandbox.port import USUAL
from seikyu.sandbox.walk import Example, lines


def tell(console: Console, base_url: str, folder: Path, logins: Logins, example: Example | None) -> None:
    """Print it; lines meant for a shell are printed plain and unbroken."""
    console.print()
    console.print(f"[bold]Seikyu サンドボックス / sandbox[/]   [bold cyan]{base_url}[/]")
    if not base_url.endswith(f":{USUAL}"):
        console.print(f"[dim]ポートは {USUAL} ではありません / not on the usual port {USUAL}[/]")
    console.print()
    console.print(_logins(logins))
    console.print(
        "[dim]メールは外に出ません。画面の「送信箱」で読めます / "
        "mail goes nowhere: read it on screen under 送信箱[/]",
        soft_wrap=True,
    )
    if example is not None:
        console.print("\n[bold]差戻しから再発行まで / from sent back to issued again[/]")
        _plain(console, lines(base_url, logins.members, example))
    console.print(f"\n[dim]データ / data: {folder}   停止 / stop: Ctrl-C[/]", soft_wrap=True)


def _logins(logins: Logins) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("会社 / company", "ユーザーID / PFID", "パスワード / password"):
        table.add_column(title, no_wrap=True)
    for role, login in logins.members.items():
        member = CAST[role]
        table.add_row(f"{member.label}\n[dim]{member.company.name}[/]", login.user_id, login.password)
    return table


def _plain(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
