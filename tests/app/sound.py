"""What comes of a deal's folder in which nothing is wrong."""

from pathlib import Path

from chizai.app.assumed import assumed_of
from chizai.app.load import DealFolder, load
from chizai.app.simulate import simulate
from chizai.documents.language import Language
from chizai.documents.simulation import Simulation
from chizai.documents.simulation_glance import first_lines, further_lines
from chizai.metrics.deal_futures import Assumed
from chizai.units.result import Ok


def source_of(folder: Path) -> DealFolder:
    loaded = load(folder)
    assert isinstance(loaded, Ok), loaded
    return loaded.value.value


def assumption_of(folder: Path) -> Assumed:
    assumed = assumed_of(source_of(folder))
    assert isinstance(assumed, Ok), assumed
    return assumed.value


def simulation_of(folder: Path) -> Simulation:
    simulated = simulate(folder)
    assert isinstance(simulated, Ok), simulated
    return simulated.value


def simulation_lines(simulation: Simulation, language: Language = Language.ENGLISH) -> list[str]:
    """Give all that a terminal shows of it."""
    return [*first_lines(simulation, language), *further_lines(simulation, language)]
