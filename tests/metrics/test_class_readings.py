"""What classes are paid and lose, read for all of them at once, is what is read of each by itself."""

from pathlib import Path

import numpy as np
import pytest

from chizai.app.load import load
from chizai.metrics.class_readings import lost_by_class, paid_by_class
from chizai.metrics.deal_futures import Outcomes, class_paths
from chizai.units.result import Ok
from chizai.waterfall.vector_paths import paths_of

N_PATHS = 50


@pytest.mark.parametrize("n_past", [0, 2])
@pytest.mark.parametrize(
    "deal", ["docs/how-to/write-down-and-up", "docs/how-to/preferred-equity", "deals/mission-split"]
)
def test_all_classes_at_once_are_read_as_each_by_itself(project_root: Path, deal: str, n_past: int) -> None:
    loaded = load(project_root / deal)
    assert isinstance(loaded, Ok), loaded
    source = loaded.value.value
    dates, inputs = source.program.payment_dates, source.program.inputs
    chance = np.random.default_rng(1)
    drawn = chance.integers(0, 2 * source.deal.classes[0].balance_minor // len(dates), (len(dates), N_PATHS))
    drawn[:n_past] = drawn[:n_past, :1]
    observed = [np.tile(np.array(source.observed[each.of])[:, None], N_PATHS) for each in inputs[1:]]
    paths = paths_of(drawn, np.array(observed) if observed else None)
    start_on = dates[n_past - 1] if n_past else source.deal.closing_on
    outcomes = Outcomes(source.deal, source.program, paths, start_on)
    ids = [each.id for each in source.deal.classes]
    one_by_one = [class_paths(outcomes, of) for of in ids]
    for each, paid, lost in zip(one_by_one, paid_by_class(outcomes, ids), lost_by_class(outcomes, ids), strict=True):
        assert (paid == each.interest_minor + each.principal_minor).all()
        assert (lost == each.lost_minor).all()
    assert any(each.lost_minor.any() for each in one_by_one)
