"""The key a sandbox seals its secrets with, kept in a file of its folder."""

from pathlib import Path

from seikyu.db.embedded.layout import keep
from seikyu.seals import new_key


def kept_key(folder: Path) -> str:
    """The folder's key, as settings take it; made when there is none, for nobody's eyes but ours."""
    file = folder / "secret.key"
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        key = new_key()
        keep(file, key)
        return key
