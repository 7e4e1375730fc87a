"""What the sandbox says when it cannot start."""


class SandboxError(Exception):
    """The sandbox cannot start; the message is for whoever started it and says what to do."""
