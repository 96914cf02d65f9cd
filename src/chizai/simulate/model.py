"""What joint futures are drawn from: a description that is resolved, as numbers by licence, event and period.

Every number is a float or a whole number that stands by period, so that whoever draws needs no dates, no files and no
law. `simulate.resolve` makes it from a pool and its assumptions; the kernel and its NumPy twin draw from it.

A licence earns in a period

    floor(expected x level x fx x standing) + what is recovered

with `level` a mean-one log-normal that reverts to what is expected, `standing` the part that interruptions and fades of
the events so far leave. An event is a latent normal that is compared with the thresholds of its periods, so that any
hazard, of any shape in time, costs the same to draw, and its probability by each period is met exactly.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A factor that several licences share: the market, a sector, a currency. Its shocks are standard normal."""

    id: str
    """Names its random numbers: the same id and seed draw the same, whatever is drawn beside it. No two of a kind bear
    one id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A rate of exchange over what the forecast took it for: a mean-one log-normal walk.

    It multiplies what licences bring, and observed rates.
    """

    id: str
    volatility_by_period: tuple[float, ...]
    """Standard deviation of each period's move of the logarithm; shape (n_periods,)."""
    market_weight: float = 0.0
    """Correlation of its moves with the market's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate that a deal observes, such as a spot rate, and that is drawn.

    In a period it is `floor(forecast x rate of exchange of its currency)`, at most `most_ppm`.
    """

    currency: int
    """Number of the currency whose rate of exchange multiplies it."""
    forecast_ppm: tuple[int, ...]
    """What is forecast for each period, 0 or more, below 2^50; shape (n_periods,). More than 2^50 is cut to it."""
    most_ppm: int
    """The most that it can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens once or never, such as a default or the end of a right."""

    id: str
    """Names its random numbers."""
    has_come: tuple[float, ...]
    """Probability that it has come by the use that each period is paid for; rising, 0 to 1, shape (n_periods,). Delays
    and chances of an outcome are in it."""
    market_loading: float = 0.0
    """Correlation of its latent normal with the market's mean shock over all periods, -1 to 1: positive where it comes
    rather in a poor market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """Royalties that stop or shrink when events come, and what follows: a default, an infringement, a right's end."""

    events: tuple[int, ...]
    """Numbers of the events that bring it."""
    with_last: bool = False
    """Whether it comes with the last of the events (a licence that stands while one of its rights does), not the
    first."""
    during: float = 0.0
    """Part of the royalty that is paid from the period of the event on, for `gap_periods`."""
    gap_periods: int = 0
    """How many periods `during` lasts."""
    after: float = 0.0
    """Part that is paid after the gap: a replacement, a generic's competitor, nothing."""
    recovery: float = 0.0
    """What is recovered later, once, in parts of what the first interrupted period did not pay, of what nothing else
    stopped: above 1, up to 64, where it stands for the loss of several periods."""
    recovery_periods: int = 1
    """How many periods after the event the recovery arrives, 1 or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fade:
    """Royalties that shrink by a constant part each period from an event on: obsolescence."""

    event: int
    keep: float
    """Part that each period keeps of the one before, 0 to 1; it first bites in the period of the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceModel:
    """What one licence may bring."""

    id: str
    """Names its random numbers."""
    stream: int
    """Number of the stream that collects it."""
    expected_minor: tuple[int, ...]
    """Expected cash by payment period where nothing happens, 0 or more, below 2^50; shape (n_periods,). What a level
    makes more than 2^50 of is cut to it."""
    keep: tuple[float, ...]
    """Part of the logarithm of the level that each period keeps of the one before: 1 never reverts; (n_periods,)."""
    spread: tuple[float, ...]
    """Standard deviation of each period's shock to the logarithm; shape (n_periods,)."""
    market_weight: float = 0.0
    """Correlation of its shocks with the market's."""
    sector_weight: float = 0.0
    """Correlation with its sector's shocks; the squares of both weights sum to 1 at most, the rest is its own."""
    sector: int | None = None
    """Number of its sector, needed where the weight is not 0."""
    level_deviation: float = 0.0
    """Parameter uncertainty: standard deviation of the logarithm of the level, drawn once a path."""
    drift_deviation: tuple[float, ...] = ()
    """Parameter uncertainty of the drift, drawn once a path: deviation of the logarithm in each period, below 0 where
    what brings more in other periods brings less in this; () for none."""
    currency: int | None = None
    interruptions: tuple[Interruption, ...] = ()
    fades: tuple[Fade, ...] = ()
    under_reported: float = 0.0
    """Part of what is due that the licensee does not report, 0 to 1."""
    audit_recovery: float = 0.0
    """Part of what was not reported since the last audit, its own period included, that an audit brings in."""
    audits: tuple[int, ...] = ()
    """Numbers of the periods in which an audit pays, rising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointModel:
    """All that is drawn together. Everything that is not shared is independent."""

    n_periods: int
    sectors: tuple[Driver, ...] = ()
    currencies: tuple[Currency, ...] = ()
    events: tuple[Event, ...] = ()
    rates: tuple[Rate, ...] = ()
    licences: tuple[LicenceModel, ...]
    n_streams: int = 1
    certain_minor: tuple[tuple[int, ...], ...] = ()
    """What each stream brings for sure, such as receipts that have happened; shape (n_streams, n_periods); () for
    nothing. May be negative where corrections are; a sum below 0 is drawn as 0."""
    most_minor: tuple[int, ...] = ()
    """The most that each stream may bring in a period; more is cut to it; shape (n_streams,); () for 2^62."""
    degrees: int | None = None
    """Degrees of freedom of the t copula, even, from 4 to 100; none for the Gaussian one. One mixing variable a path
    scales all latent normals of events (their thresholds follow the t distribution, so that probabilities stay) and all
    shocks and parameters of levels and currencies (whose mean stays 1, given the mixing variable)."""
