"""The place the settings name, if they name one."""

from pathlib import Path

from seikyu.db.place import Place
from seikyu.settings import S3
from seikyu.storage.folder import Folder


def open_place(objects: Path | S3 | None) -> Place | None:
    """A folder or a bucket; none where objects stay in the database."""
    if objects is None:
        return None
    if isinstance(objects, Path):
        return Folder(objects)
    # Only here: the library of buckets is an extra.
    from seikyu.storage.bucket import open_bucket  # noqa: PLC0415 -- see above

    return open_bucket(objects)
