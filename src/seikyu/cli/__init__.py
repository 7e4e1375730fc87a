"""The `seikyu` command."""

import sys
from collections.abc import Mapping
from importlib import import_module

import typer

# In the order help shows them, and the modules of this package that have them.
COMMANDS: Mapping[str, str] = {
    "sandbox": "sandbox",
    "serve": "migrating",
    "web": "processes",
    "worker": "processes",
    "scheduler": "processes",
    "files": "processes",
    "migrate": "migrating",
    "company": "companies",
    "user": "users",
    "application": "applications",
    "client": "clients",
    "keys": "keys",
    "objects": "objects",
    "maintenance": "maintenance",
    "audit": "audit",
    "retention": "retention",
    "registrations": "registrations",
    "push": "push",
    "docs": "documents",
}


def main() -> None:
    """Run the command line.

    Only what the named command needs is imported: the whole program takes a second or two to load, which
    is too long for adding a person.
    """
    # A traceback that lists variables would list passwords.
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
    app.callback(help="Seikyu: a B2B invoice exchange for Japan.")(_nothing)
    named = COMMANDS.get(sys.argv[1]) if sys.argv[1:] else None
    for module in dict.fromkeys(COMMANDS.values()):
        if named in {None, module}:
            import_module(f"seikyu.cli.{module}").add_to(app)
    app(prog_name="seikyu")


def _nothing() -> None:
    """Make it a command with commands, however few are loaded."""
