"""How long a node is waited for, and what it is when it does not come back."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


class NodeLostError(Exception):
    """The node does not answer, though it was waited for. What was sent to it may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often to ask again."""

    first_s: float = 0.1
    """The first pause, in seconds; each pause after it is twice as long."""
    longest_s: float = 5.0
    """No pause is longer, in seconds."""
    total_s: float = 60.0
    """All pauses together, in seconds; then it is given up."""
    sleep: Callable[[float], None] = time.sleep

    def pauses(self) -> Iterator[None]:
        """Pause before each further attempt, and end when all the time is used."""
        pause, left = self.first_s, self.total_s
        while left > 0:
            pause = min(pause, left)
            self.sleep(pause)
            left -= pause
            pause = min(2 * pause, self.longest_s)
            yield
