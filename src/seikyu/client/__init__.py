"""A small client of the API: tokens renewed, pages gone through, batches sent once, faults by element."""

from seikyu.client.client import Client
from seikyu.client.errors import ClientError, Faults, NotAdmitted, Refused, Unreachable
from seikyu.client.line import Patience
from seikyu.client.model import Fault, Outcome
from seikyu.client.tokens import InFile, InMemory, RefreshTokens

__all__ = [
    "Client",
    "ClientError",
    "Fault",
    "Faults",
    "InFile",
    "InMemory",
    "NotAdmitted",
    "Outcome",
    "Patience",
    "RefreshTokens",
    "Refused",
    "Unreachable",
]
