"""What a deal is run on: `inputs.toml`, composed of the nouns of the rooms that use them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from chizai.feeds.curves import CurveSource
from chizai.feeds.files import TextFile, read_text
from chizai.feeds.statements.source import StatementSource
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption
from chizai.forecast.futures_terms import FuturesTerms
from chizai.forecast.joint_terms import JointTerms
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.curves import CurveAssumption
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.scenarios import Scenario
from chizai.metrics.simulation_terms import SimulationTerms
from chizai.units.result import Failed, Failure, Place, Reason, Result
from chizai.units.toml import STRICT, key_path, read_toml
from chizai.valuation.assessment import ScreeningPolicy
from chizai.valuation.assumptions import Appraisal, ValuationAssumptions
from chizai.valuation.score_map import ScoreMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a deal's promise does not say: what is known, on which day, and what is assumed."""

    __pydantic_config__ = STRICT

    as_of_on: date
    """What is received after this day is not known yet."""
    rights: str
    """File of the register of rights."""
    licences: str
    """File of the licences."""
    assignments: str | None = None
    """File of the chain of title."""
    assessments: str | None = None
    """File of the assessors' views."""
    observations: str | None = None
    """File of what the deal observes: `feeds.observations`; needed where the deal has observations."""
    statements: tuple[StatementSource, ...] = ()
    forecasts: tuple[ForecastAssumption, ...] = ()
    """At most one for each licence; `forecast.assumed` tells."""
    valuation: ValuationAssumptions | None = None
    screening: ScreeningPolicy = field(default_factory=ScreeningPolicy)
    futures: FuturesTerms | None = None
    """How many futures of the collections are drawn, and how far they stray; this or `joint` is needed to simulate and
    to replay."""
    joint: JointTerms | None = None
    """How futures of the licences are drawn together; none: by the one factor of `futures`."""
    simulation: SimulationTerms | None = None
    """What is measured of joint futures beside the classes; none: nothing."""
    scenarios: tuple[Scenario, ...] = ()
    """Named courses of the collections; none: the standard ones."""
    curves: tuple[CurveAssumption, ...] = ()
    """What spreads can be measured over."""
    curve_files: tuple[CurveSource, ...] = ()
    """Further curves, each in a file of its own; `app.load` puts them beside the others."""
    rating: RatingAssumptions | None = None
    """What indicative ratings rest on; none: none are given."""
    appraisals: tuple[Appraisal, ...] = ()
    """Valuations by several methods; `valuation.appraise` carries them out."""
    score_map: ScoreMap = field(default_factory=ScoreMap)
    """What screening scores do to hazard and decay, where an appraisal asks for it."""
    pricing: tuple[PricingAssumption, ...] = ()
    """At most one for each class; `metrics.assumptions.check_pricing` tells."""


def read_inputs(folder: Path) -> Result[Inputs]:
    """Read `inputs.toml` of a deal's folder."""
    read = read_text(folder, INPUTS_FILE)
    return read if isinstance(read, Failed) else parse_inputs(read.value)


def parse_inputs(file: TextFile) -> Result[Inputs]:
    """Read the text of `inputs.toml`: the value, or all that is wrong with it."""
    read = read_toml(file.text, file.name, Inputs)
    if isinstance(read, Failed):
        return read
    failures = tuple(_failures(read.value, file))
    return Failed(failures) if failures else read


def _failures(inputs: Inputs, file: TextFile) -> Iterator[Failure]:
    """Find what the shape alone does not forbid; forecasts and prices are checked in the rooms that use them."""
    table = tomllib.loads(file.text)
    seen: set[PurePosixPath] = set()
    for index, source in enumerate(inputs.statements):
        path = PurePosixPath(source.file)
        if path in seen:
            place = Place(file.name, None, key_path(("statements", index, "file"), table))
            what, why = f"the statement {source.file!r} stands twice", "its royalties would be counted twice"
            yield Failure(Reason.DUPLICATE, place, what, why, "remove one of the two")
        seen.add(path)
    names = {curve.id for curve in inputs.curves}
    for index, curve in enumerate(inputs.curve_files):
        if curve.id in names:
            place = Place(file.name, None, key_path(("curve_files", index, "id"), table))
            what, why = f"curve {curve.id!r} stands twice", "a name must lead to one curve"
            yield Failure(Reason.DUPLICATE, place, what, why, "rename or remove one")
        names.add(curve.id)
