"""What a deal measures and what follows: observations, ledgers, triggers. Data only."""

from dataclasses import dataclass
from enum import StrEnum

from chizai.units.toml import STRICT


class Unit(StrEnum):
    """What the number of an observation counts."""

    MONEY = "money"
    """Minor units of the deal's currency."""
    RATE = "rate"
    """Parts per million: an interest rate, an exchange rate, a share."""
    FLAG = "flag"
    """1 for yes, 0 for no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A quantity that somebody measures each period and that clauses depend on: a value, an index, an event."""

    __pydantic_config__ = STRICT
    id: str
    unit: Unit
    reporter: str
    """Id of the party that reports it."""
    most: int | None = None
    """The largest number that it can take; larger ones are refused. None: 9 trillion for money, ten for a rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A record of an amount that is to be made good, such as a principal deficiency ledger; it holds no cash."""

    __pydantic_config__ = STRICT
    id: str
    grows_by: str
    """Formula of what is added each period, before anything is paid unless `after_clause` says otherwise."""
    after_clause: str | None = None
    """Id of the clause after which it is added, such as the one that borrows principal to pay interest."""


class TestPoint(StrEnum):
    """When in a period a trigger is tested."""

    PERIOD_START = "period-start"
    """On what the period before left, ahead of collections and accruals."""
    BEFORE_PAYMENTS = "before-payments"
    """Once collections are in and dues are known, ahead of the first clause."""
    AFTER_PAYMENTS = "after-payments"
    """On what the last clause left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A test that turns clauses on and off: a clause depends on it by `triggered(id)` in its condition."""

    __pydantic_config__ = STRICT
    id: str
    test: str
    """Formula that holds when the trigger is breached."""
    tested: TestPoint = TestPoint.BEFORE_PAYMENTS
    before_clause: str | None = None
    """Id of the clause ahead of which it is tested, instead of at `tested`."""
    breach_periods: int = 1
    """In how many periods running the test must hold before the trigger is on."""
    cure_periods: int | None = None
    """After how many periods running in which it does not hold the trigger is off again; none: never."""
    next_period: bool = False
    """Whether the trigger turns clauses on and off from the next period only."""
