"""The company as its administrators keep it; invoices show it as it is when a version of them is made."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from seikyu.db.pool import Connection
from seikyu.kit.check_digits import names_a_corporation
from seikyu.wire.faults import Language

_NO_CORPORATION = {
    "ja": "登録番号の数字が法人番号ではありません。個人事業者の番号であれば問題ありません。",
    "en": "The digits of the registration number are no corporate number, which is right for people only.",
}
_OTHER_NUMBER = {
    "ja": "法人の登録番号は「T」と法人番号です。登録番号と法人番号が一致していません。",
    "en": "A corporation's registration number is T and its corporate number; these two differ.",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept about a company."""

    name: str
    zip: str | None
    address1: str | None
    address2: str | None
    phone: str | None
    corporate_number: str | None
    registration_number: str | None


NAMES = tuple(field.name for field in fields(Profile))


def doubts(
    corporate_number: str | None, registration_number: str | None, language: Language
) -> Iterator[tuple[str, str]]:
    """What looks wrong about the numbers and is taken all the same (law 2.2): fields and sentences."""
    if registration_number is None:
        return
    if corporate_number is not None and registration_number != f"T{corporate_number}":
        yield "registration_number", _OTHER_NUMBER[language]
    elif not names_a_corporation(registration_number):
        yield "registration_number", _NO_CORPORATION[language]


async def profile(connection: Connection, owner: int, *, to_change: bool = False) -> Profile:
    """The company; locked to change it, so that two who do come one after the other."""
    lock = "FOR NO KEY UPDATE" if to_change else ""
    row = await connection.fetchrow(
        f"SELECT {', '.join(NAMES)} FROM companies WHERE company_id = $1 {lock}",  # noqa: S608 -- names of our own
        owner,
    )
    if row is None:
        raise LookupError(f"no company {owner}")
    return Profile(**dict(row))


async def change_profile(connection: Connection, owner: int, changed: Profile) -> None:
    """Change it; who is logged in acts for the changed company from the next request on."""
    places = ", ".join(f"{name} = ${n}" for n, name in enumerate(NAMES, 2))
    await connection.execute(
        f"UPDATE companies SET {places} WHERE company_id = $1",  # noqa: S608 -- names of our own
        owner,
        *(getattr(changed, name) for name in NAMES),
    )
