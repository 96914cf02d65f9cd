"""How the joint futures of licences are drawn: what the inputs say of the market, licences, licensees and rights.

Each number is an assumption of the deal. What the forecast expects is what a licence brings where nothing happens: a
level spreads it without moving its mean, and events take from it.
"""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from chizai.forecast.joint_life_terms import ExclusivityRisk, LaunchRisk, OppositionRisk, RenewalRisk, SuccessorRisk
from chizai.units.rate import PPM
from chizai.units.toml import STRICT

DEFAULT_MARKET_PPM = 300_000
"""Correlation of a licensee's strength with the market unless another is written: an assumption."""

DEGREES = 4
"""Degrees of freedom of the t copula unless others are written: of those that can be drawn, the heaviest tail."""


class Copula(StrEnum):
    """How what is drawn together hangs together in the tail."""

    GAUSSIAN = "gaussian"
    """Extremes of two drivers become independent the further out they are."""
    T = "t"
    """Extremes come together: one mixing variable a future scales all drivers."""


class Centre(StrEnum):
    """What the forecast is of a level that is spread round it."""

    MEAN = "mean"
    """The level has mean 1, so that more spread leaves more futures below the forecast than above."""
    MEDIAN = "median"
    """The level has median 1: half of the futures lie below the forecast, and their mean above it. It is so under the
    Gaussian copula, and nearly so under the t copula."""


class EventKind(StrEnum):
    """What can happen, once or never, in a future."""

    DEFAULT = "default"
    """A licensee stops paying for good."""
    END = "end"
    """A right ends: it is invalidated or revoked, it lapses, or its term is over."""
    INFRINGEMENT = "infringement"
    """A right is infringed for a time."""
    OBSOLESCENCE = "obsolescence"
    """What a licence is about begins to be replaced."""
    ENTRY = "entry"
    """The first competitor enters a licence's market, or its exclusivity is lost."""
    FAILURE = "failure"
    """The plan of a licence fails, or its development does."""
    SUCCESSOR = "successor"
    """A product is launched that takes the users of a licence's over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obsolescence:
    """A licence's use fades from a random day on, because something better has come."""

    __pydantic_config__ = STRICT

    hazard_ppm_annual: int
    """How likely it is to begin within a year, as a rate: 1_000_000 is once a year on average."""
    decline_ppm_annual: int
    """Part of the royalty that each year takes from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Competition:
    """Competitors that enter at random, each taking a share of what is left."""

    __pydantic_config__ = STRICT

    hazard_ppm_annual: int
    """How likely each of them is to enter within a year, as a rate."""
    share_lost_ppm: int
    """Part of the royalty that each takes for good."""
    entrants: int = 1
    """How many may enter, each by itself."""
    from_on: date | None = None
    """None enters before this day, such as the end of an exclusivity; none: from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRisk:
    """How one licence strays from its forecast; what is not written is as `[joint]` says for all."""

    __pydantic_config__ = STRICT

    licence: str
    """The licence's id."""
    volatility_ppm_annual: int | None = None
    """Popularity: standard deviation of the logarithm of the level over a year, before it is pulled back."""
    reversion_ppm_annual: int | None = None
    """How fast the level is pulled back to what is expected: 1_000_000 halves a distance in 0.69 years."""
    market_weight_ppm: int | None = None
    """Correlation of the level's shocks with the market's."""
    sector: str | None = None
    """One of the sectors of `[joint]`."""
    sector_weight_ppm: int = 0
    """Correlation of the level's shocks with the sector's."""
    level_deviation_ppm: int | None = None
    """Parameter uncertainty: standard deviation of the logarithm of what is expected, drawn once a future."""
    drift_deviation_ppm_annual: int | None = None
    """Parameter uncertainty of the trend: by how much more each year, drawn once a future."""
    forecast_is: Centre | None = None
    """What the forecast is of what the level makes of it: its mean unless written, or its median."""
    currency: str | None = None
    """One of the currencies of `[joint]`, in which the licensee sells: its rate multiplies the royalty."""
    under_reported_ppm: int = 0
    """Part of what is due that the licensee does not report, beyond what the forecast has seen."""
    audit_months: int | None = None
    """Every how many months an audit is paid; none: never."""
    audit_recovery_ppm: int = PPM
    """Part of what was not reported that an audit brings in."""
    plan_fails: bool = False
    """Of a plan: its royalties come in full or, from a random day on, not at all, with the probabilities of the plan;
    otherwise each year's royalty times its probability is expected in every future."""
    obsolescence: Obsolescence | None = None
    competition: Competition | None = None
    exclusivity: ExclusivityRisk | None = None
    successor: SuccessorRisk | None = None
    launch: LaunchRisk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseeRisk:
    """How a licensee may fail all licences that it has."""

    __pydantic_config__ = STRICT

    licensee: str
    """Its name, as the licences have it."""
    default_ppm_annual: int | None = None
    """How likely it is to default within a year, as a rate; this, or `symbol`."""
    symbol: str | None = None
    """Its credit rating, such as `BBB+`, whose default rate is looked up in `forecast.processes.licensee`."""
    recovery_ppm: int = 0
    """Part of what the payment period of the default lacks that is recovered, once."""
    recovery_months: int = 12
    """How long after the default the recovery arrives."""
    replacement_ppm: int = 0
    """Part of the royalty that a new licensee pays in its place."""
    replacement_months: int = 12
    """How long after the default the new licensee begins."""
    market_weight_ppm: int = DEFAULT_MARKET_PPM
    """Correlation of its latent strength with the market's mean shock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRisk:
    """What may happen to a right. A licence stands while one of its rights does.

    A right ends with the first of challenge, opposition, lapse or renewal, and expiry.
    """

    __pydantic_config__ = STRICT

    right: str
    """The right's id."""
    challenge_ppm_annual: int = 0
    """How likely a request for invalidation is within a year, as a rate; a refusal keeps no other from coming."""
    decision_months: int = 12
    """How long it takes to be decided."""
    invalid_ppm: int = PPM
    """How likely it is granted."""
    lapse_ppm_annual: int = 0
    """How likely the right lapses within a year for want of a fee, as a rate; this, or `renewal`."""
    opposition: OppositionRisk | None = None
    renewal: RenewalRisk | None = None
    infringement_ppm_annual: int = 0
    """How likely an infringement that costs royalties is within a year, as a rate."""
    infringement_lost_ppm: int = 0
    """Part of the royalty that is lost while it lasts."""
    infringement_months: int = 24
    """How long it lasts."""
    infringement_recovery_ppm: int = 0
    """Part of the loss that is recovered when it ends, once; each payment's loss is taken to be that of the first."""
    market_weight_ppm: int = 0
    """Correlation of these events with the market: positive where they come rather in a poor market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyRisk:
    """A rate of exchange that strays from what the forecast took it for, round it with mean 1."""

    __pydantic_config__ = STRICT

    currency: str
    """ISO 4217 code."""
    volatility_ppm_annual: int
    """Standard deviation of the logarithm over a year; it is never pulled back."""
    market_weight_ppm: int = 0
    """Correlation of its moves with the market's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedRisk:
    """An observation of the deal that is drawn: a flag by `event` and `of`, a rate by `currency`."""

    __pydantic_config__ = STRICT

    observation: str
    """Id of the observation; where several rows name a flag, any of their events sets it."""
    event: EventKind | None = None
    """What makes the flag yes, from the period on in which it has come."""
    of: str | None = None
    """What the event happens to: a licensee's name, a right's or a licence's id."""
    currency: str | None = None
    """One of the currencies of `[joint]`, whose rate multiplies what is forecast of the rate for periods to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTerms:
    """How far a licence's level strays; `LicenceRisk` says what each number is."""

    volatility_ppm_annual: int
    reversion_ppm_annual: int
    market_weight_ppm: int
    level_deviation_ppm: int
    drift_deviation_ppm_annual: int
    forecast_is: Centre


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTerms:
    """The joint futures of a deal's licences."""

    __pydantic_config__ = STRICT

    volatility_ppm_annual: int = 0
    """For every licence that says nothing else, like the next five; `LicenceRisk` says what each is."""
    reversion_ppm_annual: int = 0
    market_weight_ppm: int = 500_000
    level_deviation_ppm: int = 0
    drift_deviation_ppm_annual: int = 0
    forecast_is: Centre = Centre.MEAN
    copula: Copula = Copula.GAUSSIAN
    degrees: int | None = None
    """Degrees of freedom of the t copula, even and 4 or more; 4 unless written."""
    sectors: tuple[str, ...] = ()
    """Names of the sectors that licences share."""
    licences: tuple[LicenceRisk, ...] = ()
    licensees: tuple[LicenseeRisk, ...] = ()
    rights: tuple[RightRisk, ...] = ()
    currencies: tuple[CurrencyRisk, ...] = ()
    observed: tuple[ObservedRisk, ...] = ()

    @property
    def drawn_rates(self) -> tuple[tuple[str, str], ...]:
        """Give each observed rate that is drawn: the id of the observation, and its currency."""
        return tuple((row.observation, row.currency) for row in self.observed if row.currency is not None)

    def number_of(self, currency: str) -> int:
        """Give the number of a currency that is described."""
        return [risk.currency for risk in self.currencies].index(currency)

    def licence(self, licence_id: str) -> LicenceRisk:
        """Give what is said of a licence; where nothing is, all of it is as for every licence."""
        return next((risk for risk in self.licences if risk.licence == licence_id), LicenceRisk(licence=licence_id))

    def level(self, licence_id: str) -> LevelTerms:
        """Give how far a licence's level strays: its own numbers, and those for all where it has none."""
        own = self.licence(licence_id)
        names = [field.name for field in fields(LevelTerms)]
        said = {name: getattr(own, name) for name in names}
        return LevelTerms(**{name: getattr(self, name) if said[name] is None else said[name] for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTerms(JointTerms):
    """Joint futures whose file leaves open how far some licences stray: `forecast.joint_fitted` has filled it in."""

    fitted: tuple[str, ...]
    """Ids of the licences whose numbers come from the fit that forecasts them."""
