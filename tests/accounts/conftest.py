"""The house every test here begins with."""

from tests.oauth.conftest import house

__all__ = ["house"]
