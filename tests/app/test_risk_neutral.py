"""In joint futures the market is paid for its own risk, and for no other."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from chizai.app.simulate import simulate
from chizai.documents.simulation import RatedClass
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel, LicenceModel
from chizai.simulate.shocks import market_shocks
from chizai.units.result import Ok

PRICED = """
[rating]
price_of_risk_ppm = 500_000

[[curves]]
id = "flat"
as_of_on = 2025-12-31
points = [{ on = 2026-12-31, rate_ppm_annual = 30_000 }]
"""
WEIGHT = "market_weight_ppm = {}\nvolatility_ppm_annual = 250_000\n"


def priced(root: Path, into: Path, joint: str) -> tuple[RatedClass, ...]:
    """Rate and price the worked deal with joint futures, drawn in another way, over a curve at the senior coupon."""
    folder = shutil.copytree(root / "docs" / "how-to" / "joint-futures", into / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8").replace("n_paths = 100_000", 'n_paths = 4_000\ncurve = "flat"')
    start, stop = text.index("# Every licence's level"), text.index("[[pricing]]")
    file.write_text(text[:start] + joint + text[stop:] + PRICED, encoding="utf-8")
    simulated = simulate(folder)
    assert isinstance(simulated, Ok), simulated
    return simulated.value.ratings


def gain_and_errors(one: RatedClass) -> tuple[float, float]:
    """Give by how much a class is worth more risk-neutrally, and four standard errors of it at most."""
    assert one.views is not None
    expected, neutral = one.views.expected_minor, one.risk_neutral_minor
    assert neutral is not None
    assert neutral.standard_error is not None
    assert expected.standard_error is not None
    return neutral.mean - expected.mean, 4 * (neutral.standard_error + expected.standard_error)


def test_risk_that_does_not_go_with_the_market_is_not_paid_for(project_root: Path, tmp_path: Path) -> None:
    default = '[[joint.licensees]]\nlicensee = "Maker"\nmarket_weight_ppm = 0\ndefault_ppm_annual = 50_000\n'
    for one in priced(project_root, tmp_path, f"[joint]\n{WEIGHT.format(0)}{default}"):
        gain, errors = gain_and_errors(one)
        assert abs(gain) < errors


def test_the_more_a_class_goes_with_the_market_the_less_it_is_worth(project_root: Path, tmp_path: Path) -> None:
    weights = (0, 500_000, 1_000_000)
    found = [priced(project_root, tmp_path / str(each), f"[joint]\n{WEIGHT.format(each)}") for each in weights]
    junior = [gain_and_errors(classes[1])[0] for classes in found]
    assert junior == sorted(junior, reverse=True)
    gain, errors = gain_and_errors(found[-1][1])
    assert gain < -errors


def test_without_any_risk_the_risk_neutral_price_is_the_price_on_the_curve(project_root: Path, tmp_path: Path) -> None:
    for one in priced(project_root, tmp_path, "[joint]\n"):
        gain, _ = gain_and_errors(one)
        assert abs(gain) < 1e-3


@pytest.mark.parametrize("span", [(0, 64), (1_000, 1_100)])
def test_the_shocks_that_weights_are_made_of_are_those_that_move_the_licences(span: tuple[int, int]) -> None:
    spread, n_periods = (0.3, 0.2, 0.4), 3
    licence = LicenceModel(
        id="L",
        stream=0,
        expected_minor=(10**14,) * n_periods,
        keep=(1.0,) * n_periods,
        spread=spread,
        market_weight=1.0,
    )
    drawn = np.empty((1, n_periods, span[1] - span[0]), np.int64)
    compile_joint(JointModel(n_periods=n_periods, licences=(licence,)), Rows()).draw(7, *span, drawn)
    deviations = np.array(spread)[:, None]
    walk = np.log(drawn[0] / 10**14) + np.cumsum(deviations**2, axis=0) / 2
    shocks = np.diff(walk, axis=0, prepend=0.0) / deviations
    assert shocks == pytest.approx(market_shocks(7, n_periods, span), abs=1e-9)
