"""What a gate of the law answers to whoever asks before it issues or pays."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from chizai.law.gate import Gate
from chizai.units.result import Failure, Result


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gate answered."""

    record: bytes
    """As JSON: the act, whether it may be done, the digests of what was read, who overrode what, what is unknown."""
    refusing: tuple[Failure, ...]
    """Each rule that shuts the gate; none: the act may be done."""


AskGate: TypeAlias = Callable[[Gate], Result[Answer]]
"""Asks for an act of the deal."""
AskGateOf: TypeAlias = Callable[[Path, Gate], Result[Answer]]
"""Asks for an act of the deal in a folder; a function of a module, since each party's process is handed it."""
