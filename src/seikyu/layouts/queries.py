"""Reading layouts; the owner company comes first."""

from collections.abc import Collection
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.invoices.layout import Layout, Style, layout_of
from seikyu.layouts.model import ORDINARY, KeptLayout, LayoutLine, Picked, VersionLine
from seikyu.storage import objects


async def layouts(connection: Connection, owner: int) -> list[LayoutLine]:
    """The layouts of a company by their codes."""
    rows = await connection.fetch(
        """
        SELECT l.layout_id, l.code, l.name, l.version, v.settings, l.updated_at,
            EXISTS (SELECT FROM selling_rules AS s
                WHERE s.company_id = $1 AND s.layout_id = l.layout_id) AS usual,
            (SELECT count(*) FROM customers AS c
             WHERE c.company_id = $1 AND c.layout_id = l.layout_id AND c.deleted_at IS NULL) AS customers
        FROM layouts AS l JOIN layout_versions AS v USING (company_id, layout_id, version)
        WHERE company_id = $1 AND l.deleted_at IS NULL
        ORDER BY l.code
        """,
        owner,
    )
    return [
        LayoutLine(
            row["layout_id"],
            row["code"],
            row["name"],
            row["version"],
            layout_of(row["settings"]).language,
            row["updated_at"],
            row["usual"],
            row["customers"],
        )
        for row in rows
    ]


async def layout_names(connection: Connection, owner: int) -> dict[UUID, str]:
    """What every layout is called, by its id, for whoever offers a choice of them."""
    rows = await connection.fetch(
        "SELECT layout_id, code, name FROM layouts "
        "WHERE company_id = $1 AND deleted_at IS NULL ORDER BY code",
        owner,
    )
    return {row["layout_id"]: f"{row['name']} ({row['code']})" for row in rows}


async def one(
    connection: Connection, owner: int, layout_id: UUID, version: int | None = None
) -> KeptLayout | None:
    """A layout that is not deleted, with the settings of a version or of the newest."""
    row = await connection.fetchrow(
        """
        SELECT l.layout_id, l.code, l.name, l.version, v.settings
        FROM layouts AS l JOIN layout_versions AS v USING (company_id, layout_id)
        WHERE company_id = $1 AND layout_id = $2 AND l.deleted_at IS NULL
            AND v.version = coalesce($3::integer, l.version)
        """,
        owner,
        layout_id,
        version,
    )
    if row is None:
        return None
    settings = layout_of(row["settings"])
    return KeptLayout(row["layout_id"], row["code"], row["name"], row["version"], settings)


async def versions(connection: Connection, owner: int, layout_id: UUID) -> list[VersionLine]:
    """All versions of a layout, newest first."""
    rows = await connection.fetch(
        "SELECT version, made_at, made_by FROM layout_versions "
        "WHERE company_id = $1 AND layout_id = $2 ORDER BY version DESC",
        owner,
        layout_id,
    )
    return [VersionLine(**row) for row in rows]


async def ids_by_code(connection: Connection, owner: int, codes: Collection[str]) -> dict[str, UUID]:
    """The layouts that carry one of the codes (contract §4.2 `invoice_setting_code`)."""
    if not codes:
        return {}
    rows = await connection.fetch(
        "SELECT code, layout_id FROM layouts WHERE company_id = $1 AND code = ANY($2) AND deleted_at IS NULL",
        owner,
        sorted(codes),
    )
    return {row["code"]: row["layout_id"] for row in rows}


async def picked(connection: Connection, owner: int, invoice_mng_num: int) -> Picked:
    """The layout an invoice is printed in next.

    That is the one asked for, or that of its last print, or its customer's, or the company's usual one, or
    the ordinary one. What an invoice has once been given stays with it even when the layout is deleted
    meanwhile.
    """
    row = await connection.fetchrow(
        """
        WITH invoice AS (
            SELECT layout_id, customer_id,
                EXISTS (SELECT FROM invoice_prints WHERE company_id = $1 AND invoice_mng_num = $2) AS printed
            FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2
        ), wanted AS (
            SELECT 1 AS place, layout_id, true AS settled FROM invoice
            UNION ALL (
                SELECT 2, layout_id, true FROM invoice_prints
                WHERE company_id = $1 AND invoice_mng_num = $2 ORDER BY version DESC LIMIT 1
            )
            UNION ALL
            SELECT 3, c.layout_id, false FROM invoice AS i JOIN customers AS c USING (customer_id)
            WHERE c.company_id = $1 AND NOT i.printed
            UNION ALL
            SELECT 4, s.layout_id, false FROM invoice AS i, selling_rules AS s
            WHERE s.company_id = $1 AND NOT i.printed
        )
        SELECT layout_id, v.version, v.settings
        FROM wanted AS w JOIN layouts AS l USING (layout_id)
            JOIN layout_versions AS v USING (company_id, layout_id, version)
        WHERE company_id = $1 AND (w.settled OR l.deleted_at IS NULL)
        ORDER BY place LIMIT 1
        """,
        owner,
        invoice_mng_num,
    )
    if row is None:
        return ORDINARY
    style = await dressed(connection, owner, layout_of(row["settings"]))
    return Picked(row["layout_id"], row["version"], style)


async def dressed(connection: Connection, owner: int, layout: Layout) -> Style:
    """A layout with its images."""
    return Style(
        layout, await _image(connection, owner, layout.logo), await _image(connection, owner, layout.seal)
    )


async def _image(connection: Connection, owner: int, digest: str) -> bytes:
    if not digest:
        return b""
    found = await objects.get(connection, owner, bytes.fromhex(digest))
    # Images of layouts stay in the database, so that printing waits for nothing else.
    return b"" if found is None else found.held or b""


async def recent_invoices(connection: Connection, owner: int, count: int) -> list[tuple[int, str]]:
    """Numbers of the newest invoices, each with what people call it, to look at a layout with."""
    rows = await connection.fetch(
        "SELECT invoice_mng_num, inv_no, customer_name FROM invoices "
        "WHERE company_id = $1 ORDER BY invoice_mng_num DESC LIMIT $2",
        owner,
        count,
    )
    return [
        (
            row["invoice_mng_num"],
            " ".join(filter(None, (row["inv_no"] or str(row["invoice_mng_num"]), row["customer_name"]))),
        )
        for row in rows
    ]


async def newest_document(connection: Connection, owner: int, invoice_mng_num: int) -> bytes | None:
    """What an invoice says in its newest version."""
    found: bytes | None = await connection.fetchval(
        "SELECT document FROM invoices JOIN invoice_versions USING (company_id, invoice_mng_num, version) "
        "WHERE company_id = $1 AND invoice_mng_num = $2",
        owner,
        invoice_mng_num,
    )
    return found
