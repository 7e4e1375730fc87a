"""`seikyu company`: members of a real installation."""

from typing import Annotated

import typer

from seikyu.accounts.model import Option, Plan
from seikyu.accounts.store import NewCompany, add_company
from seikyu.cli import leaving
from seikyu.cli.configured import in_database, settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.kit.check_digits import has_registration_form, is_corporate_number, names_a_corporation
from seikyu.kit.clock import system_clock


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    own = typer.Typer(no_args_is_help=True, help="Companies of this installation.")
    own.callback()(lambda: None)
    own.command()(add)
    leaving.add_to(own)
    app.add_typer(own, name="company")


def add(
    name: Annotated[str, typer.Argument(help="The company's name, as invoices show it.")],
    plan: Annotated[Plan, typer.Option(help="Only paid members use the API.")] = Plan.PAID,
    option: Annotated[
        list[Option] | None, typer.Option(help="What a paid member has applied for; may be repeated.")
    ] = None,
    registration_number: Annotated[
        str | None, typer.Option(metavar="T...", help="登録番号: T and 13 digits.")
    ] = None,
    corporate_number: Annotated[str | None, typer.Option(help="法人番号: 13 digits.")] = None,
    zip_code: Annotated[str | None, typer.Option("--zip", help="郵便番号: XXX-XXXX.")] = None,
    address1: Annotated[str | None, typer.Option(help="住所.")] = None,
    address2: Annotated[str | None, typer.Option(help="住所 (番地、建物名).")] = None,
    phone: Annotated[str | None, typer.Option(help="電話番号.")] = None,
) -> None:
    """Make a company a member and print its id."""
    options = frozenset(option or ())
    if not name.strip():
        give_up("A company needs a name.", MISUSED)
    if plan is Plan.FREE and options:
        give_up("Only paid members have options: leave --option out, or say --plan paid.", MISUSED)
    _check_numbers(registration_number, corporate_number)
    new = NewCompany(
        name.strip(),
        plan,
        options,
        corporate_number,
        registration_number,
        zip_code,
        address1,
        address2,
        phone,
    )
    now = system_clock()
    company_id = in_database(settings().whole_url, lambda connection: add_company(connection, new, now))
    typer.echo(f"company_id: {company_id}")


def _check_numbers(registration_number: str | None, corporate_number: str | None) -> None:
    if corporate_number is not None and not is_corporate_number(corporate_number):
        give_up(f"{corporate_number} is no 法人番号: 13 digits, the first checks the others.", MISUSED)
    if registration_number is None:
        return
    if not has_registration_form(registration_number):
        give_up(f"{registration_number} is no 登録番号: T and 13 digits.", MISUSED)
    if not names_a_corporation(registration_number):
        typer.echo("Note: these digits are no 法人番号, which is right for people only.", err=True)
