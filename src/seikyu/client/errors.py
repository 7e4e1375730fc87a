"""What can go wrong for a caller, each its own exception; what one element has wrong is no exception."""

from seikyu.client.model import Fault, Outcome


class ClientError(Exception):
    """Any of the below; `told` are the outcomes of the batches that were answered before it."""

    told: tuple[Outcome, ...] = ()


class Unreachable(ClientError):  # noqa: N818 -- named for what the server is
    """No answer, or none of the API, though it was tried again; the last reason is its cause.

    `retry_after` are the seconds the server asks for, where it asks for more than the client waits.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class NotAdmitted(ClientError):  # noqa: N818 -- named for what the caller is
    """No token was given: wrong id, secret, user or password, or a refresh token that is no longer good."""


class Refused(ClientError):  # noqa: N818 -- named for what the request is
    """The server did not do it: the status, and the code of the first entry of `error_list`."""

    def __init__(self, status: int, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{status} {faults[0]}" if faults else str(status))
        self.status = status
        self.faults = faults

    @property
    def code(self) -> str | None:
        """The error code, if the answer names one."""
        return self.faults[0].code if self.faults else None


class Faults(Refused):
    """The request itself has faults: all of them, in `faults` (status 400)."""
