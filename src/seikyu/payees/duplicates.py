"""Payees that may be one and the same: by numbers, by bank account, by name; the owner comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.payees.masters import PAYEES

Sign = Literal["corporate_number", "registration_number", "account", "name", "kana"]

_LEFT_OUT = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|カブシキガイシャ"
    "|[(](株|有|合|カ|ユ|ド)[)]|[[:space:]・.,ー-]"
)
"""What of a name tells no company from another, once it is normalised."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A payee among those that may be the same."""

    payee_id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Payees that share a sign, in the order of their codes."""

    sign: Sign
    payees: Sequence[Alike]


async def duplicates(connection: Connection, owner: int, payee_id: UUID | None = None) -> list[Group]:
    """Every group of payees that may be the same, or only those of one payee."""
    rows = await connection.fetch(
        """
        WITH kept AS (
            SELECT master_id, key, title, fields FROM coded_masters
            WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL
        ), signs (sign, value, master_id, key, title) AS (
            SELECT 'corporate_number', fields->>'corp_genuine_id', master_id, key, title FROM kept
            UNION ALL
            SELECT 'registration_number', fields->>'registration_number', master_id, key, title FROM kept
            UNION ALL
            SELECT 'account', (fields->>'fncl_inst_code') || '/' || (fields->>'branch_code') || '/'
                || (fields->>'deposit_sec') || '/' || lpad(fields->>'account_num', 7, '0'),
                master_id, key, title FROM kept
            UNION ALL
            SELECT 'name', regexp_replace(upper(normalize(title, NFKC)), $4, '', 'g'),
                master_id, key, title FROM kept
            UNION ALL
            SELECT 'kana', regexp_replace(upper(normalize(fields->>'payee_kana', NFKC)), $4, '', 'g'),
                master_id, key, title FROM kept
        )
        SELECT sign, array_agg(master_id ORDER BY key) AS ids, array_agg(key ORDER BY key) AS codes,
               array_agg(title ORDER BY key) AS names
        FROM signs WHERE value <> ''
        GROUP BY sign, value
        HAVING count(*) > 1 AND ($3::uuid IS NULL OR bool_or(master_id = $3))
        ORDER BY array_agg(key ORDER BY key), sign
        LIMIT 500
        """,
        owner,
        PAYEES.name,
        payee_id,
        _LEFT_OUT,
    )
    return [
        Group(
            row["sign"], [Alike(*each) for each in zip(row["ids"], row["codes"], row["names"], strict=True)]
        )
        for row in rows
    ]
