"""A press for the printed invoices."""

import pytest

from seikyu.invoices.print import invoice_press
from seikyu.pdf.press import Press


@pytest.fixture(scope="session")
def press() -> Press:
    return invoice_press()
