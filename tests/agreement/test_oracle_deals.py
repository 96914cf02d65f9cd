"""Exact, vector and vault agree to the unit on every deal that another engine ran."""

import json
from pathlib import Path

import pytest
from tests.agreement.agree import assert_all_agree
from tests.waterfall.oracles.absbox import read_absbox
from tests.waterfall.oracles.hastructure import read_hastructure
from tests.waterfall.oracles.statements import program_of

READERS = {"absbox": read_absbox, "hastructure": read_hastructure}
SHARED = Path(__file__).parents[3] / "shared" / "oracles"
DEALS = [f"{engine}/{path.stem}" for engine in READERS for path in sorted((SHARED / engine).glob("*.json"))]


@pytest.mark.parametrize("name", DEALS or ["none/none"])
def test_a_deal_that_another_engine_ran_pays_the_same_in_all_three(shared: Path, name: str) -> None:
    engine, _ = name.split("/")
    case = READERS[engine](json.loads((shared / "oracles" / f"{name}.json").read_text(encoding="utf-8")))
    program = program_of(case)
    assert_all_agree(program, [case.collections, *(case.observed[each.of] for each in program.inputs[1:])])
