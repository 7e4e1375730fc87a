"""What the embedded server says when it cannot run."""


class EmbeddedServerError(Exception):
    """The embedded server cannot run; the message is for the operator and says what to do."""


class StillBusyError(EmbeddedServerError):
    """The server lives but does not answer yet: it may be replaying its log, which must not be cut short."""
