"""What an address names: an upload or a mapping of the company, or nothing."""

from uuid import UUID

from starlette.requests import Request

from seikyu.db.pool import Connection
from seikyu.uploads import queries
from seikyu.uploads.model import SavedMapping, State, Upload
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

LIST = "/seller/uploads"
KINDS = {
    State.UPLOADED: "waiting",
    State.CHECKING: "waiting",
    State.CHECKED: "waiting",
    State.REGISTERING: "waiting",
    State.DONE: "done",
    State.CANCELLED: "quiet",
    State.FAILED: "attention",
}
"""The colour of a state."""


def id_in_path(request: Request, unknown: Code = codes.UPLOAD_UNKNOWN) -> UUID:
    """The id that the path holds; 404 when it is none."""
    try:
        return UUID(request.path_params["id"])
    except ValueError:
        raise Refusal(unknown, status=404) from None


async def find_upload(connection: Connection, owner: int, upload_id: UUID) -> Upload:
    """An upload of the company; 404 when there is none."""
    upload = await queries.upload(connection, owner, upload_id)
    if upload is None:
        raise Refusal(codes.UPLOAD_UNKNOWN, status=404)
    return upload


async def find_mapping(connection: Connection, owner: int, mapping_id: UUID) -> SavedMapping:
    """A mapping of the company; 404 when there is none."""
    mapping = await queries.mapping(connection, owner, mapping_id)
    if mapping is None:
        raise Refusal(codes.MAPPING_UNKNOWN, status=404)
    return mapping


def path_of(upload: Upload) -> str:
    """The page of an upload."""
    return f"{LIST}/{upload.upload_id}"
