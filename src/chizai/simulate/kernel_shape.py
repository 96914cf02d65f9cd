"""What of a description makes a difference to its code; all else is numbers, that stand beside the code.

Licences of one shape share a loop. What a shape does not have costs no instruction.
"""

from dataclasses import dataclass

from chizai.simulate.ask import Rows, Tilt
from chizai.simulate.bounds import may_pass
from chizai.simulate.model import Interruption, JointModel, LicenceModel

GIVEN = ("market", "events", "levels")
"""What can be handed in: `ask.Given`."""
PERIODS_AT_ONCE = 4
"""Rows of numbers by period are filled up to a multiple of it; a pair of normals serves two periods."""


@dataclass(frozen=True, slots=True, order=True)
class InterruptionShape:
    """What an interruption needs, that does more than stop all."""

    has_gap: bool
    """Whether it pays something else for some periods than afterwards."""
    pays_after: bool
    recovers: bool

    @property
    def ends(self) -> bool:
        """Tell whether nothing is paid from the event on; something may be recovered."""
        return not self.has_gap and not self.pays_after


@dataclass(frozen=True, slots=True, order=True)
class LicenceShape:
    """What a licence needs."""

    market: bool
    sector: bool
    own: bool
    """Whether it has shocks of its own."""
    level: bool
    drift: bool
    currency: bool
    stops: bool
    """Whether something ends it for good, without a recovery: all such interruptions are taken as one."""
    interruptions: tuple[InterruptionShape, ...]
    """The others."""
    n_fades: int
    audits: bool
    may_pass: bool
    """Whether its level or amount could pass what it may be, and is held below."""

    @property
    def moves(self) -> bool:
        """Tell whether its level is a process in time."""
        return self.market or self.sector or self.own

    @property
    def strays(self) -> bool:
        """Tell whether what it earns differs from what is expected even if nothing happens."""
        return self.moves or self.level or self.drift or self.currency

    @property
    def recovers(self) -> bool:
        """Tell whether anything is recovered."""
        return any(each.recovers for each in self.interruptions)

    @property
    def fields(self) -> tuple[str, ...]:
        """Name the numbers of a licence, in order."""
        names = ["stream", "row", "stop", "tail", "key"]
        names += ["level_key", "level_number", "level"] if self.level or self.drift else []
        names += ["sector"] if self.sector else []
        names += ["currency"] if self.currency else []
        names += ["clock"] if self.stops else []
        for number in range(len(self.interruptions)):
            names += [f"{each}{number}" for each in ("clock", "during", "after", "gap", "recovery", "lag")]
        for number in range(self.n_fades):
            names += [f"fade_clock{number}", f"fade{number}"]
        return (*names, *(["reported"] if self.audits else []))

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the numbers of a licence by period, in order."""
        names = ["expected"]
        names += ["keep"] if self.moves else []
        names += [each for each in ("market", "sector", "own", "drift") if getattr(self, each)]
        names += ["bias"] if self.strays else []
        return (*names, *(["audit", "unaudited"] if self.audits else []))


@dataclass(frozen=True, slots=True)
class JointShape:
    """What a whole description, and what is wanted of it, needs."""

    n_periods: int
    rows: Rows
    degrees: int | None
    market: bool
    """Whether anything depends on the market."""
    sectors: bool
    currencies: bool
    events: bool
    licences: tuple[LicenceShape, ...]
    """The different ones, in order."""
    rates: bool = False
    """Whether observed rates are drawn, and wanted."""
    given: frozenset[str] = frozenset()
    tilted: bool = False

    @property
    def n_filled(self) -> int:
        """Give the number of periods, filled up."""
        return -(-self.n_periods // PERIODS_AT_ONCE) * PERIODS_AT_ONCE


def stops_all(interruption: Interruption) -> bool:
    """Tell whether an interruption ends all payments for good."""
    pays = interruption.after or (interruption.gap_periods and interruption.during) or interruption.recovery
    return not pays


def first_part(interruption: Interruption) -> float:
    """Give the part that is paid in the period in which an interruption comes."""
    return interruption.during if interruption.gap_periods else interruption.after


def shape_of_interruption(interruption: Interruption) -> InterruptionShape:
    """Give the shape of an interruption."""
    return InterruptionShape(
        interruption.gap_periods > 0 and interruption.during != interruption.after,
        interruption.after > 0,
        interruption.recovery > 0 and first_part(interruption) < 1,
    )


def own_weight(*weights: float) -> float:
    """Give the weight of what is a thing's own, beside its weights of what is shared."""
    rest = 1.0 - sum(each * each for each in weights)
    return float(max(0.0, rest) ** 0.5)


def shape_of_licence(model: JointModel, licence: LicenceModel, *, is_drawn: bool) -> LicenceShape:
    """Give the shape of a licence, whose normals are all drawn round 0 or not."""
    moves = any(licence.spread)
    return LicenceShape(
        market=moves and licence.market_weight != 0,
        sector=moves and licence.sector_weight != 0,
        own=moves and own_weight(licence.market_weight, licence.sector_weight) > 0,
        level=licence.level_deviation > 0,
        drift=any(licence.drift_deviation),
        currency=licence.currency is not None,
        stops=any(stops_all(each) for each in licence.interruptions),
        interruptions=tuple(shape_of_interruption(each) for each in lasting(licence)),
        n_fades=len(licence.fades),
        audits=bool(licence.under_reported and licence.audit_recovery and licence.audits),
        may_pass=not is_drawn or may_pass(model, licence),
    )


def lasting(licence: LicenceModel) -> list[Interruption]:
    """Give a licence's interruptions after which something may still be paid."""
    return [each for each in licence.interruptions if not stops_all(each)]


def shapes_of(model: JointModel, tilt: Tilt | None, given: frozenset[str]) -> list[LicenceShape]:
    """Give the shape of each licence."""
    is_drawn = tilt is None and not given & {"market", "levels"}
    return [shape_of_licence(model, each, is_drawn=is_drawn) for each in model.licences]


def shape_of(model: JointModel, rows: Rows, tilt: Tilt | None, given: frozenset[str]) -> JointShape:
    """Give the shape of a description and of what is wanted of it."""
    licences = tuple(sorted(set(shapes_of(model, tilt, given))))
    has_rates = rows.rates and bool(model.rates)
    depends = (
        any(each.market for each in licences)
        or any(each.market_weight for each in model.currencies)
        or any(each.market_loading for each in model.events)
    )
    return JointShape(
        n_periods=model.n_periods,
        rows=rows,
        degrees=model.degrees,
        market=depends or tilt is not None,
        sectors=any(each.sector for each in licences),
        currencies=has_rates or any(each.currency for each in licences),
        events=bool(model.events),
        licences=licences,
        rates=has_rates,
        given=given,
        tilted=tilt is not None,
    )
