"""What three executors must say of some programs: worked out by the exact one, kept as JSON for any other.

Run as a script it writes `vectors/*.json` anew: `python -m tests.agreement.vectors` in the project's folder.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.agreement.vault import names_of

from chizai.deal.compile import compile_deal
from chizai.deal.encoding import decode
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.vault_codec import lasting

FOLDER = Path(__file__).parent / "vectors"
ROOT = FOLDER.parents[2]
SOURCES = {
    "remainders": FOLDER / "remainders.toml",
    "small-deal": ROOT / "tests" / "data" / "small-deal" / "deal.toml",
    "mission-split": ROOT / "deals" / "mission-split" / "deal.toml",
    "guarantee-and-line": ROOT / "docs" / "how-to" / "guarantee-and-liquidity-line" / "deal.toml",
    "triggers": ROOT / "docs" / "how-to" / "triggers" / "deal.toml",
    "write-down-and-up": ROOT / "docs" / "how-to" / "write-down-and-up" / "deal.toml",
    "draws": ROOT / "docs" / "how-to" / "delayed-draw-and-prefunding" / "deal.toml",
    "currencies": ROOT / "docs" / "how-to" / "currencies" / "deal.toml",
}
"""Deals that between them use every operation, by the name of their vector."""
N_FUTURES = 3


@dataclass(frozen=True, slots=True)
class Vector:
    """A program, some futures, and what its slots hold."""

    program: Program
    inputs: list[list[list[int]]]
    """Shape (n_futures, n_inputs, n_periods)."""
    closings: list[list[list[int]]]
    """What the slots that last hold after each period, shape (n_futures, n_periods, n_lasting)."""


def read_vector(name: str) -> Vector:
    table = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    program = decode(bytes.fromhex(table["program"].removeprefix("0x")))
    n_inputs, n_periods, n_lasting = len(program.inputs), len(program.payment_dates), len(table["lasting"])
    inputs = [_rows(flat, n_inputs, n_periods) for flat in table["inputs"]]
    return Vector(program, inputs, [_rows(flat, n_periods, n_lasting) for flat in table["closings"]])


def made(name: str) -> str:
    """Write a vector: lists are flat, row after row, so that any language reads them."""
    read = read_deal(SOURCES[name].read_text(encoding="utf-8"))
    assert isinstance(read, Ok), read
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    program, kept = compiled.value, lasting(compiled.value)
    inputs = list(_futures(program, name))
    runs = [run_exact(program, brought[0], brought[1:]) for brought in inputs]
    table = {
        "program": f"0x{program.encode().hex()}",
        "digest": f"0x{program.digest()}",
        "n_periods": len(program.payment_dates),
        "n_inputs": len(program.inputs),
        "n_futures": N_FUTURES,
        "lasting": kept,
        "payees": names_of(program),
        "inputs": [[number for row in brought for number in row] for brought in inputs],
        "closings": [[row[slot] for row in run.balances_minor[1:] for slot in kept] for run in runs],
    }
    return json.dumps(table, indent=0) + "\n"


def _futures(program: Program, name: str) -> Iterator[list[list[int]]]:
    """Make up little, some and much, with numbers that leave remainders."""
    chance = Random(name)  # noqa: S311 - test data
    for top in (10**4, 10**7, 10**9)[:N_FUTURES]:
        yield [[chance.randint(0, min(each.most, top)) for _ in program.payment_dates] for each in program.inputs]


def _rows(flat: list[int], n_rows: int, n_columns: int) -> list[list[int]]:
    assert len(flat) == n_rows * n_columns
    return [flat[start : start + n_columns] for start in range(0, len(flat), n_columns)]


if __name__ == "__main__":
    for each in SOURCES:
        (FOLDER / f"{each}.json").write_text(made(each), encoding="utf-8")
