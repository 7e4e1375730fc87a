"""When a template is made by itself: one job waits for its next day."""

from datetime import date, datetime
from uuid import UUID

from seikyu.drafting.model import MAKE
from seikyu.jobs.queue import Job
from seikyu.kit.jst import start_of_day


def make_job(owner: int, template_id: UUID, day: date, now: datetime) -> Job:
    """The work of making a template's draft when the day comes (JST)."""
    payload: dict[str, int | str] = {
        "company_id": owner,
        "template_id": str(template_id),
        "day": day.isoformat(),
    }
    after = start_of_day(day) - now
    return Job(MAKE, payload, after if after.total_seconds() > 0 else None)
