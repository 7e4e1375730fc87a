"""What doors are built from."""

from dataclasses import dataclass

from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.maintenance.watch import Watch
from seikyu.oauth.guard import Guard
from seikyu.seals import Seals
from seikyu.settings import Environment, Settings
from seikyu.ui.pages import Pages


@dataclass(frozen=True, slots=True)
class Parts:
    """One of each for the whole process: screens take pages and sessions, the API the guard."""

    settings: Settings
    pool: Pool
    clock: Clock
    pages: Pages
    sessions: Sessions
    passwords: Passwords
    guard: Guard
    seals: Seals
    watch: Watch

    @property
    def base_url(self) -> str:
        """Where people and programs reach this instance."""
        return self.settings.base_url

    @property
    def limit(self) -> int:
        """How many bytes a body may have."""
        return self.settings.max_body_bytes

    @property
    def sandbox(self) -> bool:
        """Whether this instance is one to try things out in."""
        return self.settings.environment is Environment.SANDBOX
