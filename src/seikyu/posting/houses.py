"""Which mail house this installation hands its batches to."""

from importlib import import_module

from seikyu.posting.folder import Folder
from seikyu.posting.mail_house import MailHouse
from seikyu.settings import Settings


def mail_house_of(settings: Settings) -> MailHouse | None:
    """The one the operator set, if any; SFTP is loaded only where it is used, as its package is an extra."""
    if settings.posting_sftp is not None:
        house: MailHouse = import_module("seikyu.posting.sftp").SftpServer(settings.posting_sftp)
        return house
    return None if settings.posting_folder is None else Folder(settings.posting_folder)
