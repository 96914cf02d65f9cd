"""A deal's folder, read and checked as a whole: all that is wrong with any of its files comes back at once."""

from dataclasses import dataclass
from pathlib import Path

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.feeds.files import read_text
from chizai.feeds.inputs import Inputs, read_inputs
from chizai.feeds.pool import PoolFiles, read_pool
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.metrics.assumptions import check_pricing
from chizai.units.result import Failed, Failure, Loaded, Ok, Place, Reason, Result

DEAL_FILE = "deal.toml"


@dataclass(frozen=True, slots=True)
class DealFolder:
    """What a deal's folder holds."""

    deal: Deal
    program: Program
    inputs: Inputs
    files: PoolFiles
    digests: tuple[tuple[str, str], ...]
    """Name and SHA-256 digest of every file that was read."""


def load(folder: Path) -> Result[Loaded[DealFolder]]:
    """Read a deal's folder.

    Rows of statements that cannot be used are left out and reported beside what was loaded, as long as others of their
    file can; anything else that is wrong keeps the deal from being run.
    """
    if not folder.is_dir():
        return Failed((_no_folder(folder),))
    failures: list[Failure] = []
    digests: list[tuple[str, str]] = []
    compiled = _compile(folder, digests)
    inputs = read_inputs(folder)
    for result in (compiled, inputs):
        failures += result.failures if isinstance(result, Failed) else ()
    if isinstance(inputs, Failed):
        return Failed(tuple(failures))
    pool = read_pool(folder, inputs.value)
    with_rows = {statement.file for statement in pool.value.pool.statements if statement.rows}
    unusable = tuple(failure for failure in pool.failures if failure.place.file in with_rows and failure.place.row)
    failures += [failure for failure in pool.failures if failure not in unusable]
    if isinstance(compiled, Failed):
        return Failed((*failures, *unusable))
    deal, program = compiled.value
    failures += check_pricing(inputs.value.pricing, [security.id for security in deal.classes], INPUTS_FILE)
    failures += _mixed_currencies(deal, inputs.value, pool.value)
    if failures:
        return Failed((*failures, *unusable))
    digests += pool.value.digests
    return Ok(Loaded(DealFolder(deal, program, inputs.value, pool.value, tuple(digests)), unusable))


def _compile(folder: Path, digests: list[tuple[str, str]]) -> Result[tuple[Deal, Program]]:
    text = read_text(folder, DEAL_FILE)
    if isinstance(text, Failed):
        return text
    digests.append((text.value.name, text.value.sha256))
    deal = read_deal(text.value.text, DEAL_FILE)
    if isinstance(deal, Failed):
        return deal
    program = compile_deal(deal.value, DEAL_FILE)
    return program if isinstance(program, Failed) else Ok((deal.value, program.value))


def _mixed_currencies(deal: Deal, inputs: Inputs, files: PoolFiles) -> list[Failure]:
    return [
        Failure(
            Reason.CURRENCY,
            Place(inputs.licences, None, f"licences ({licence.id}).currency"),
            f"licence {licence.id!r} pays {licence.currency}, the deal {deal.currency}",
            "cash of two currencies cannot be added, and no rate of exchange is given",
            f"have the licence's royalties reported in {deal.currency}, or leave it out of the deal",
        )
        for licence in files.pool.licences
        if licence.currency != deal.currency
    ]


def _no_folder(folder: Path) -> Failure:
    what = "it is a file" if folder.exists() else "there is no such folder"
    fix = "name the folder of a deal, such as deals/electronics-patents"
    return Failure(Reason.MISSING, Place(str(folder)), what, f"a deal is a folder with {DEAL_FILE} in it", fix)
