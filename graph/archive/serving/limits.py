"""In: nothing. Out: the limits that a server keeps, as one frozen record. It refuses a limit that is not above zero, or has no end.

Every limit is there because a single client without it could take the processor, the memory or the connections of all others.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from graph.errors import SettingsError


@dataclass(frozen=True)
class Limits:
    """What one client, one request and one answer may take.

    `seconds`, `rows` and `answer_bytes` hold for a query. `workers` processes answer short questions and as many long ones, and `waiting` requests may
    queue for them, each for `patience` seconds. `read_seconds` holds for a request's head, and again for its body; `idle_seconds` between two requests;
    an answer must be taken within `send_seconds` and a second for each `send_rate` bytes. `memory_bytes` is one worker's address space.
    """

    seconds: float = 10.0
    rows: int = 10_000
    answer_bytes: int = 32 * 1024 * 1024
    request_bytes: int = 256 * 1024
    address_bytes: int = 16 * 1024
    head_bytes: int = 32 * 1024
    clients: int = 128
    workers: int = 2
    waiting: int = 64
    patience: float = 20.0
    read_seconds: float = 10.0
    idle_seconds: float = 30.0
    send_seconds: float = 30.0
    send_rate: int = 16 * 1024
    memory_bytes: int = 4 * 1024**3

    def __post_init__(self) -> None:
        """Looks at each limit."""
        for field in dataclasses.fields(self):
            if not 0 < getattr(self, field.name) < math.inf:
                raise SettingsError(f"the limit {field.name} must be a number above zero")
