"""A worked deal that asks all that `[simulation]` can be asked."""

import shutil
from pathlib import Path

from chizai.app.load import load
from chizai.units.result import Failed, Failure

ASKED = """
[rating]

[simulation.until]
error_ppm = 1_000

[simulation.rare_losses]
classes = ["A"]
n_paths = 16_384

[simulation.stability]
n_draws = 6
n_paths = 1_000

[simulation.sensitivities]
of = ["level", "hazard", "volatility", "market-weight", "year"]
n_paths = 4_096

[[scenarios]]
name = "Sales last a year less"
name_ja = "一年分の減収"
outage = { first_period = 3, last_period = 3 }

[[scenarios]]
name = "The maker fails thrice as often"
name_ja = "債務不履行3倍"
drivers = { licensee_ppm = 3_000_000 }

[[scenarios]]
name = "Nothing fades"
name_ja = "陳腐化なし"
multiple_ppm = 900_000
drivers = { obsolescence_ppm = 0, competition_ppm = 0 }
"""


def written(project_root: Path, into: Path, asked: str = ASKED) -> Path:
    """Copy the worked deal with joint futures, a year of which is over, and whose flag an event sets; ask."""
    folder = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", into / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("as_of_on = 2025-12-31", "as_of_on = 2026-12-31").replace(
        "n_paths = 100_000", "n_paths = 8_000"
    )
    file.write_text(text + asked, encoding="utf-8")
    return folder


def failures_of(project_root: Path, into: Path, asked: str, instead: tuple[str, str] = ("", "")) -> list[Failure]:
    folder = written(project_root, into, asked)
    file = folder / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*instead, 1), encoding="utf-8")
    loaded = load(folder)
    assert isinstance(loaded, Failed)
    assert all(failure.why and failure.fix for failure in loaded.failures)
    return list(loaded.failures)
