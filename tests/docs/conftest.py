"""The site as it is served, every page made once."""

import pytest

from seikyu.docs.library import installed
from seikyu.docs.site import Served, Site
from seikyu.ui.assets import Assets

BASE_URL = "https://invoices.example.jp"


@pytest.fixture(scope="session")
def site() -> Site:
    """The documentation of a sandbox."""
    return Site(installed(), Served(Assets().urls), BASE_URL, console=True)
