"""The `seikyu` command."""

import typer

from seikyu.cli import clients, companies, documents, processes, sandbox, users

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # A traceback that lists variables would list passwords.
    pretty_exceptions_show_locals=False,
    help="Seikyu: a B2B invoice exchange for Japan.",
)
app.command("sandbox")(sandbox.run_sandbox)
app.command("serve")(processes.serve_both)
app.command("web")(processes.web)
app.command("worker")(processes.work)
app.command("migrate")(processes.migrate_database)
app.add_typer(companies.app, name="company")
app.add_typer(users.app, name="user")
app.add_typer(clients.app, name="client")
app.add_typer(documents.app, name="docs")


def main() -> None:
    """Run the command line."""
    app()
