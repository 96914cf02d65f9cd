"""What company and trustee ask the law before they act, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from chizai.law.gate import Gate
from chizai.units.result import Failure, Result


@dataclass(frozen=True, slots=True)
class Gated:
    """Ask the law for an act, before a call of it is signed or sent."""

    gate: Gate
    before: str
    """Key of that call."""
    period: int = 0
    """The period that the act falls in, from 1; 0 before the first."""
    rights: tuple[str, ...] = ()
    """Which rights are paid for."""
    classes: tuple[str, ...] = ()
    """Which classes are issued, or paid."""
    amount_minor: int = 0
    """What the act is worth in money."""
    equity: tuple[tuple[date, int], ...] = ()
    """Of a distribution: what preferred equity gets, payment date by payment date, up to the one of the act."""


@dataclass(frozen=True, slots=True)
class Asking:
    """An act, and what the ledger says of the moment in which it is asked for."""

    act: Gated
    by: str
    """The party that asks."""
    on: date
    """The chain's day, in Japan."""
    program: str
    """Digest of the program that the vault pays by, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gate answered."""

    record: bytes
    """As JSON: whether the act may be done, the digests of what was read, who overrode what, what is unknown."""
    holding: tuple[Failure, ...]
    """Each thing that holds the act, without the facts' values; none: the act may be done."""


AskGate: TypeAlias = Callable[[Asking], Result[Answer]]
"""Asks for an act of the deal."""
AskGateOf: TypeAlias = Callable[[Path, Asking], Result[Answer]]
"""Asks for an act of the deal in a folder; a function of a module, since each party's process is handed it."""
