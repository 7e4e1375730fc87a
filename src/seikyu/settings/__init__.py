"""All settings: what there is to set, read from the environment once."""

from seikyu.settings.model import S3, Environment, FileServer, Rates, Settings, Sftp, Smtp
from seikyu.settings.reading import DEFAULT_MAX_BODY_BYTES, SettingsError, read_settings

__all__ = [
    "DEFAULT_MAX_BODY_BYTES",
    "S3",
    "Environment",
    "FileServer",
    "Rates",
    "Settings",
    "SettingsError",
    "Sftp",
    "Smtp",
    "read_settings",
]
