"""Lines for a shell that go the whole way: a token, what was sent back, its correction, the buyer's view."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.sandbox.data.cast import Role
from seikyu.sandbox.logins import Login
from seikyu.wire import json
from seikyu.wire.values import Node

CORRECT = "/v1/invoice/seller/invoices"
RECEIVED = "/v1/invoice/buyer/invoices"


@dataclass(frozen=True, slots=True)
class Example:
    """A sent-back invoice with its correction; without a reason it is only about to be sent back."""

    number: int
    version: int
    inv_no: str | None
    reason: str | None
    corrected: Node


def lines(base_url: str, members: Mapping[Role, Login], example: Example) -> str:
    """Lines to paste one after the other, or all at once, into bash or zsh; they need curl, sed and grep."""
    request: Node = {"response_type": "json", "invoices": [example.corrected]}
    steps = [
        f"SEIKYU={base_url}",
        "# 1. アクセストークン (5分間有効) / access tokens, good for 5 minutes",
        f"SELLER={_token(members[Role.SELLER])}",
        f"BUYER={_token(members[Role.BUYER])}",
    ]
    if example.reason is None:
        steps += [
            "# 受取側が差し戻す / the buyer sends one back",
            _curl(f"{RECEIVED}/{example.number}/return", "BUYER", _body({"reason": "ご確認ください。"})),
        ]
    steps += [
        "# 2. 差戻しされた請求書の一覧 / what was sent back, and why",
        _curl(f"{CORRECT}?response_type=json&wf_status=19", "SELLER")
        + """ | grep -oE '"(invoice_mng_num|return_reason)":"[^"]*"'""",
        f"# 3. {example.number} を訂正する / correct one of them: {example.reason or ''}".rstrip(": "),
        _curl(CORRECT, "SELLER", "-X PUT", _body(request)) + "; echo",
        "# 4. 再発行を待つ / wait for it to be issued again (22)",
        f"for second in 1 2 3 4 5 6 7 8 9 10; do {_issued(example)} && break; sleep 1; done",
        "# 5. 受取側に届いた第2版とPDF / what the buyer now has, and its PDF",
        _curl(f"{RECEIVED}/{example.number}", "BUYER")
        + """ | grep -oE '"(invoice_mng_num|wf_status|version|inv_show_amount)":"?[0-9]+'""",
        _curl(f"{RECEIVED}/{example.number}/pdf", "BUYER", f"-o seikyu-{example.number}.pdf")
        + f" && ls -l seikyu-{example.number}.pdf",
    ]
    return "\n".join(steps)


def _token(login: Login) -> str:
    fields = {
        "user_id": login.user_id,
        "user_password": login.password,
        "client_id": login.client_id,
        "client_secret": login.client_secret,
        "realm": "/api",
        "response_type": "json",
    }
    form = " ".join(f"-d {name}={shlex.quote(value)}" for name, value in fields.items())
    take = r"""sed 's/.*"access_token": *"\([^"]*\)".*/\1/'"""
    return f'$(curl -sS "$SEIKYU/api/credentials/access_token" {form} | {take})'


def _curl(path: str, token: str, *options: str) -> str:
    return " ".join((f'curl -sS "$SEIKYU{path}" -H "Authorization: Bearer ${token}"', *options))


def _body(tree: Node) -> str:
    return f"-H 'Content-Type: application/json' -d {shlex.quote(json.write(tree).decode())}"


def _issued(example: Example) -> str:
    wanted = f'"invoice_mng_num":"{example.number}","wf_status":"22","version":{example.version + 1}'
    named = "" if example.inv_no is None else f"&inv_no={example.inv_no}"
    return _curl(f"{CORRECT}?response_type=json&wf_status=22{named}", "SELLER") + f" | grep -o '{wanted}'"
