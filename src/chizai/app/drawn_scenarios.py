"""A deal over futures whose drivers a scenario moves: what each class is worth and loses then."""

from dataclasses import replace
from os import cpu_count

from chizai.app.load import DealFolder
from chizai.app.measure import class_measures
from chizai.documents.measured import DrawnScenario
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.metrics.deal_futures import Assumed, Outcomes
from chizai.metrics.scenario_paths import scenario_paths
from chizai.metrics.scenarios import Scenario
from chizai.units.result import Failed, Ok, Result

MOST_PATHS = 10_000
"""Futures of each scenario: they are compared on the same random numbers."""

AS_DESCRIBED = Scenario(name="As described", name_ja="前提どおり")
"""What scenarios are compared with: the same futures, nothing moved."""


def drawn_scenarios(source: DealFolder, assumed: Assumed) -> Result[tuple[DrawnScenario, ...]]:
    """Run a deal over the futures of each scenario that moves drivers, and over those as described before them.

    Returns:
        none where no scenario moves a driver.
    """
    wanted = [scenario for scenario in source.inputs.scenarios if scenario.drivers is not None]
    if not wanted:
        return Ok(())
    fewer = replace(assumed, terms=replace(assumed.terms, n_paths=min(assumed.terms.n_paths, MOST_PATHS)))
    found = []
    for scenario in (AS_DESCRIBED, *wanted):
        paths = scenario_paths(fewer, scenario, INPUTS_FILE)
        if isinstance(paths, Failed):
            return paths
        inputs = fewer.inputs
        outcomes = Outcomes(inputs.deal, inputs.program, paths.value, fewer.start_on, cpu_count() or 1)
        found.append(DrawnScenario(scenario, class_measures(source, fewer, outcomes)))
    return Ok(tuple(found))
