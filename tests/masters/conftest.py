"""The screens' fixtures serve here too."""

from tests.ui.conftest import house, http, site

__all__ = ["house", "http", "site"]
