"""Tasks `webhooks.follow`, `webhooks.send` and, every hour, `webhooks.clear_out`."""

from datetime import timedelta
from uuid import UUID

from seikyu.audit.followers import FOLLOW
from seikyu.jobs.queue import Job, Payload
from seikyu.jobs.schedule import Periodic
from seikyu.jobs.work import Loop, Task
from seikyu.webhooks.actions.purge import purge
from seikyu.webhooks.actions.send import Sender, send
from seikyu.webhooks.actions.tell import tell
from seikyu.webhooks.model import SEND

CLEAR_OUT = "webhooks.clear_out"
PERIODIC = (Periodic(Job(CLEAR_OUT, {}), timedelta(hours=1)),)


def tasks(sender: Sender) -> list[Task]:
    """What the worker does for webhooks; receivers are waited for apart from everything else."""

    async def run_follow(payload: Payload) -> None:
        await tell(sender.pool, sender.clock, int(payload["company_id"]))

    async def run_send(payload: Payload) -> None:
        owner, webhook_id = int(payload["company_id"]), UUID(str(payload["webhook_id"]))
        await send(sender, owner, webhook_id, UUID(str(payload["turn"])))

    async def run_clear_out(_payload: Payload) -> None:
        await purge(sender.pool, sender.clock)

    return [
        Task(FOLLOW, run_follow),
        Task(SEND, run_send, loop=Loop.AWAY),
        Task(CLEAR_OUT, run_clear_out),
    ]
