"""Write docs/backtest.md: the history model on the real series beside the project, against the baselines.

Run it with the folder of the series, `python benchmarks/backtest.py ../shared/data`; it takes a few minutes. With
`learn` behind it, it prints the weights that the history model ships with instead: they are learnt from every second
series, by the digest of its name, so that the other half can test them.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chizai.app.backtest import Wanted, back_test_panel, back_test_tables
from chizai.app.backtest_series import Layout, Panel, read_panel
from chizai.app.backtest_text import backtest_page
from chizai.forecast.history_model.fit import fit, posterior
from chizai.forecast.history_model.members import TRENDS
from chizai.forecast.history_model.reference import default_reference
from chizai.forecast.history_model.rolling import OURS
from chizai.forecast.history_model.series import Series
from chizai.units.result import Failed

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGE = Path(__file__).resolve().parents[1] / "docs" / "backtest.md"
PANELS = {
    "onrr_monthly_royalties.csv": Layout(),
    "onrr_royalty_by_payor_2013_2019.csv": Layout(series=("company",)),
    "cms_partd_brand_2013_2017.csv": Layout(series=("brand", "generic")),
    "worldbank_ip_receipts_2005_2014.csv": Layout(),
}
PRIOR_SERIES = 3.0
"""How many series an even spread over the members counts for, in each panel."""
ROUNDS = 30
NOTE = """
## From the other files alone

The weights that the model starts from, and its widths for months and quarters, were learnt on one half of the series of
these four files, by the digest of their names: half of what stands above is not wholly out of sample. Here each file is
tested with weights from the other three alone, and with widths of 1. Its other constants (jumps, how much what was
believed before counts) were chosen while looking at these files and at public series of other kinds. On one of those,
280 yearly series of British firms of 1976 to 1984 (M. Arellano and S. Bond, 1991), 90 % intervals covered 80 % over one
year and 66 % over three: a recession that all series share, and that none has seen before, is not in the width.

This page is made by `python benchmarks/backtest.py ../shared/data`.

The p-values are those with shared shocks.

| file | years | 90 % interval covers | 1% tail met | p-value | 5% tail met | p-value | CRPS |
|---|---|---|---|---|---|---|---|"""


def is_learnt_from(series: Series) -> bool:
    """Tell whether a series belongs to the half that is learnt from, and is long and full enough."""
    values = series.array
    is_of_half = hashlib.sha256(series.id.encode()).digest()[0] % 2 == 0
    return is_of_half and len(values) > series.periods_a_year and 2 * int((values > 0).sum()) > len(values)


def weights_of(panel: list[Series]) -> "NDArray[np.float64]":
    """Give the member weights under which a panel is likeliest."""
    likelihood = fit(panel, default_reference(panel[0].periods_a_year)).state.log_likelihood
    n_members = likelihood.shape[1]
    weights = np.full(n_members, 1 / n_members)
    for _ in range(ROUNDS):
        counts = posterior(likelihood, weights).sum(axis=0) + PRIOR_SERIES / n_members
        weights = counts / counts.sum()
    return weights


def read_all(folder: Path) -> dict[str, Panel]:
    """Read the panels."""
    panels = {}
    for name, layout in PANELS.items():
        panel = read_panel(folder / name, layout)
        if isinstance(panel, Failed):
            raise SystemExit("\n".join(map(str, panel.failures)))
        panels[name] = panel.value
    return panels


def learnt_weights(panels: Iterable[Panel]) -> "NDArray[np.float64]":
    """Give the mean of the panels' weights: each counts alike."""
    learnt = [weights_of([one for one in panel.series if is_learnt_from(one)]) for panel in panels]
    mean: NDArray[np.float64] = np.mean(learnt, axis=0)
    return mean


def learn(folder: Path) -> None:
    """Print the weights that are shipped."""
    rows = (100_000 * learnt_weights(read_all(folder).values())).round().astype(int).reshape(-1, len(TRENDS))
    for row in rows:
        print(f"    ({', '.join(map(str, row))}),")


def transfer(folder: Path) -> Iterator[str]:
    """Yield a table of the tests in which the weights were learnt from the other files alone, and no widths at all."""
    panels = read_all(folder)
    for name, panel in panels.items():
        print(f"transferring to {name}", flush=True)
        weights = learnt_weights(other for known, other in panels.items() if known != name)
        shipped = default_reference(panel.series[0].periods_a_year)
        before = replace(shipped, weights=tuple(float(weight) for weight in weights), widths=(1.0, 1.0))
        for horizon in back_test_panel(panel, Wanted(before=before, is_alone=True)).horizons:
            tails = " | ".join(f"{tail.n_met} of {tail.n} | {tail.p_value_shared:.3f}" for tail in horizon.tails)
            scores = horizon.forecasters[OURS]
            yield f"| {name} | {horizon.years} | {horizon.covered:.1%} | {tails} | {scores.crps:.4f} |"


def write(folder: Path) -> None:
    """Test, and write the page."""
    tables = [(folder / name, layout) for name, layout in PANELS.items()]
    run = back_test_tables(tables, Wanted(), lambda doing: print(doing, flush=True))
    if isinstance(run, Failed):
        raise SystemExit("\n".join(map(str, run.failures)))
    rows = "\n".join(transfer(folder))
    PAGE.write_text(f"{backtest_page(run.value)}{NOTE}\n{rows}\n", encoding="utf-8")


if __name__ == "__main__":
    (learn if sys.argv[2:] == ["learn"] else write)(Path(sys.argv[1]))
