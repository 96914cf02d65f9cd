"""The worked deal of exchange risk, copied and changed."""

import shutil
from pathlib import Path

N_PATHS = 400
SPOT = "yen-a-cent"
DOLLAR_VOLATILITY = "volatility_ppm_annual = 110_000"
CURRENCY = f'[[joint.currencies]]\ncurrency = "USD"\n{DOLLAR_VOLATILITY}\n'
DRAWN = f'[[joint.observed]]\nobservation = "{SPOT}"\ncurrency = "USD"\n'


def change(folder: Path, written: str, instead: str, name: str = "inputs.toml") -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead), encoding="utf-8")


def copied(project_root: Path, into: Path) -> Path:
    folder = shutil.copytree(project_root / "docs" / "how-to" / "exchange-risk", into / "deal")
    change(folder, "n_paths = 100_000", f"n_paths = {N_PATHS}")
    return folder
