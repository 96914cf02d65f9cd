"""What a forecast assumes: one assumption for each licence that is expected to earn."""

from dataclasses import dataclass
from enum import StrEnum

from chizai.forecast.diffusion_terms import BassTerms, GenerationsTerms
from chizai.units.rate import PPM
from chizai.units.toml import STRICT

INPUTS_FILE = "inputs.toml"
"""The file in which a deal's assumptions stand, as failures and explanations name it."""


class ForecastMethod(StrEnum):
    """Where a licence's expected royalty comes from."""

    HISTORY = "history"
    """The level of its last complete years, with a drift."""
    PLAN = "plan"
    """A royalty expected for each calendar year, times its probability: for what does not earn yet."""
    FITTED = "fitted"
    """Level, trend and season of all its complete years, weighed between models: `forecast.fitted`."""
    BASS = "bass"
    """What a market takes up from a launch on: for what is new. `forecast.diffusion`."""
    GENERATIONS = "generations"
    """What the users of a line of products bring, each of which takes over those of the one before."""


class Prior(StrEnum):
    """What is believed of a licence's trend before its history is seen; the longer the history, the less it says."""

    DECAY = "decay"
    """Royalties of an ageing right: a loss of 2 to 7 % a year."""
    STEADY = "steady"
    """No trend, give or take 3.5 % a year."""


DEFAULT_SEED = 1
"""Of the random numbers of a fit unless another is written."""
DEFAULT_YEARS = 3
"""How many years a level is averaged over unless another number is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYear:
    """One calendar year of a plan."""

    __pydantic_config__ = STRICT

    year: int
    royalty_minor: int
    """Royalty of the year's use if the plan comes true, before withholding and without consumption tax."""
    probability_ppm: int = PPM
    """How likely the year's royalty is, seen from today; 1_000_000 is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastAssumption:
    """How one licence's receipts are forecast."""

    __pydantic_config__ = STRICT

    licence: str
    """The licence's id."""
    method: ForecastMethod
    years: int = DEFAULT_YEARS
    """HISTORY: how many complete years the level is averaged over, counted back from the last reported day."""
    drift_ppm_annual: int = 0
    """HISTORY: growth from each forecast year to the next; the first forecast year stands at the level itself."""
    plan: tuple[PlanYear, ...] = ()
    """PLAN: its years in any order; a year that is not named brings nothing."""
    prior: Prior | None = None
    """FITTED: what is believed of the trend; none: decay for fewer than five complete years, otherwise steady."""
    comparables_minor: tuple[int, ...] = ()
    """FITTED: what comparable licences bring a year, two or more: what is believed of the level before its history."""
    seed: int = DEFAULT_SEED
    """FITTED: of the random numbers, together with the licence's id; the same seed gives the same forecast."""
    bass: BassTerms | None = None
    """BASS: the market, how fast it takes up, and from when on."""
    generations: GenerationsTerms | None = None
    """GENERATIONS: the line, and how fast each is taken up."""
