"""One rounding broken in any of the three executors is found."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from tests.agreement.agree import assert_all_agree

from chizai.deal.program import Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.ledger.artifacts import Artifact
from chizai.units.daycount import YearFraction
from chizai.units.rate import PPM
from chizai.waterfall import exact, native_steps, vector_plan
from chizai.waterfall.exact import run_exact
from chizai.waterfall.native_text import Text

BASE, RATE, WHOLE, DUE, OTHER_DUE, RESULT = range(6)
"""Slots that are read from inputs, in their order, and where each result is added up."""
DIVIDING = (
    Step(Op.ACCRUE, RESULT, BASE, 31_313, 0),
    Step(Op.SHARE, RESULT, BASE, 33_333),
    Step(Op.ACCRUE_AT, RESULT, BASE, RATE, 0),
    Step(Op.SCALE, RESULT, BASE, RATE),
    Step(Op.RATIO, WHOLE, BASE, WHOLE, RATE),
    Step(Op.SPLIT, DUE, 2, BASE),
)
"""Every step that divides."""
BROUGHT = ([10_000_003], [12_347], [777_777_777], [6_000_001], [7_000_003])
"""Numbers that leave a remainder in every division."""
DIFFERENCE = r"closing of state:(\d+), by period: exact \[(\d+)\], vector \[(\d+)\]"
"""How the vector executor says that it differs from the exact one, the slot's label being its number."""


def program_of(dividing: Sequence[Step]) -> Program:
    """Make a program that keeps all that it works out."""
    return Program(
        deal_id="roundings",
        currency="JPY",
        terms_sha256="",
        payment_dates=(date(2026, 1, 1),),
        inputs=tuple(Input(InputKind.MONEY, str(each), 10**9) for each in range(RESULT)),
        slots=tuple(Slot(SlotKind.STATE, str(each)) for each in range(RESULT + 1)),
        tables=(),
        fractions=((YearFraction(91, 365),),),
        steps=(*(Step(Op.READ, each, each) for each in range(RESULT)), *dividing),
        clause_ids=(),
    )


def compare(vault: Artifact | None = None, dividing: Sequence[Step] = DIVIDING) -> None:
    """Carry out the steps by all three executors."""
    assert_all_agree(program_of(dividing), BROUGHT, vault)


def difference_of(step: Step) -> tuple[int, int, int]:
    """Give the slot in which the exact and the vector executor differ over a step, and what each says."""
    with pytest.raises(AssertionError, match=DIFFERENCE) as raised:
        compare(dividing=(step,))
    found = re.search(DIFFERENCE, str(raised.value))
    assert found is not None
    slot, by_exact, by_vector = map(int, found.groups())
    return slot, by_exact, by_vector


def test_unbroken_every_division_leaves_a_remainder_and_is_rounded_as_written() -> None:
    base, rate, whole, due, other_due = (brought for (brought,) in BROUGHT)
    year, dues = Fraction(91, 365), due + other_due
    added = [base * part / PPM for part in (31_313 * year, Fraction(33_333), rate * year, Fraction(rate))]
    ratio, *parts = Fraction(base * PPM, whole), Fraction(base * due, dues), Fraction(base * other_due, dues)
    assert all(each.denominator > 1 for each in (*added, ratio, *parts))
    run = run_exact(program_of(DIVIDING), BROUGHT[0], BROUGHT[1:])
    assert run.closing(0, RESULT) == sum(map(floor, added))
    assert run.closing(0, WHOLE) == floor(ratio)
    assert (run.closing(0, DUE), run.closing(0, OTHER_DUE)) == (floor(parts[0]) + 1, floor(parts[1]))
    compare()


# --- the exact executor ---


def accrued_up(balance: int, rate_ppm: int, fraction: YearFraction) -> int:
    return -(-balance * rate_ppm * fraction.numerator // (fraction.denominator * PPM))


def shared_up(amount: int, rate_ppm: int) -> int:
    return -(-amount * rate_ppm // PPM)


def left_over_to_the_last(amount: int, dues: Sequence[int]) -> tuple[int, ...]:
    total = sum(dues)
    parts = [min(amount, total) * due // total if total else 0 for due in dues]
    parts[-1] += min(amount, total) - sum(parts)
    return tuple(parts)


def ratio_up(_program: Program, slots: list[int], step: Step, *_: object) -> tuple[int, tuple[int, ...]]:
    slots[step.a] = -(-slots[step.b] * PPM // slots[step.c])
    return slots[step.a], ()


@pytest.mark.parametrize("step", DIVIDING, ids=lambda step: step.op.name)
def test_a_rounding_broken_in_the_exact_executor_is_found(monkeypatch: pytest.MonkeyPatch, step: Step) -> None:
    unbroken = run_exact(program_of((step,)), BROUGHT[0], BROUGHT[1:])
    monkeypatch.setattr(exact, "accrue_floor", accrued_up)
    monkeypatch.setattr(exact, "share_floor", shared_up)
    monkeypatch.setattr(exact, "split_first_in_order", left_over_to_the_last)
    monkeypatch.setitem(exact._CARRY_OUT, Op.RATIO, ratio_up)  # noqa: SLF001 - what is broken
    slot, by_exact, by_vector = difference_of(step)
    assert by_exact != by_vector == unbroken.closing(0, slot)


# --- the vector executor ---


def one_up(divide: Callable[..., str]) -> Callable[..., str]:
    def divided(text: Text, *numbers: Any) -> str:
        return text.plus(divide(text, *numbers), text.constant(1))

    return divided


@pytest.mark.parametrize("step", DIVIDING, ids=lambda step: step.op.name)
def test_a_rounding_broken_in_the_vector_executor_is_found(monkeypatch: pytest.MonkeyPatch, step: Step) -> None:
    unbroken = run_exact(program_of((step,)), BROUGHT[0], BROUGHT[1:])
    monkeypatch.setattr(vector_plan, "plan_of", vector_plan.plan_of.__wrapped__)
    for name in ("accrue", "accrue_at", "accrue_small", "part_of", "ratio"):
        monkeypatch.setattr(native_steps, name, one_up(getattr(native_steps, name)))
    slot, by_exact, by_vector = difference_of(step)
    assert by_vector != by_exact == unbroken.closing(0, slot)


# --- the vault ---

FIXED_RATE = "and(head, 0xffffffffffffffff)"
BROKEN = {
    "interest up": (
        "amount := div(mul(mul(base, rate), shr(192, fraction)), mul(denominator, 1000000))",
        "amount := add(div(sub(mul(mul(base, rate), shr(192, fraction)), 1), mul(denominator, 1000000)), 1)",
    ),
    "share up": (
        f"div(mul(holds(slots, b), {FIXED_RATE}), 1000000)",
        f"div(add(mul(holds(slots, b), {FIXED_RATE}), 999999), 1000000)",
    ),
    "share at a rate in a slot up": (
        "div(mul(holds(slots, b), rate), 1000000)",
        "div(add(mul(holds(slots, b), rate), 999999), 1000000)",
    ),
    "ratio up": (
        "div(mul(holds(slots, b), 1000000), whole)",
        "div(add(mul(holds(slots, b), 1000000), sub(whole, 1)), whole)",
    ),
    "left-over units to nobody first": (
        "let more := least(left, sub(due, part))",
        "let more := mul(least(left, sub(due, part)), gt(p, from))",
    ),
}
"""What the interpreter says, and what it says with its rounding broken."""


def broken_vault(project_root: Path, folder: Path) -> Artifact:
    """Build the vault from sources with all roundings broken at once, as to build takes long; each is a step's own."""
    contracts = folder / "contracts"
    shutil.copytree(project_root / "contracts" / "src", contracts / "src")
    for other in (contracts / "src").glob("*.sol"):
        if other.name != "WaterfallVault.sol":
            other.unlink()
    shutil.copy(project_root / "contracts" / "build.js", contracts)
    (contracts / "node_modules").symlink_to(project_root / "contracts" / "node_modules")
    interpreter = contracts / "src" / "libraries" / "Interpreter.sol"
    source = interpreter.read_text(encoding="utf-8")
    for said, broken in BROKEN.values():
        assert source.count(said) == 1
        source = source.replace(said, broken)
    interpreter.write_text(source, encoding="utf-8")
    node = shutil.which("node")
    assert node is not None
    done = subprocess.run([node, contracts / "build.js"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    table = json.loads((folder / "src/chizai/ledger/artifacts/WaterfallVault.json").read_text(encoding="utf-8"))
    code = bytes.fromhex(table["bytecode"].removeprefix("0x"))
    return Artifact(table["contract"], table["compiler"], table["evm"], tuple(table["abi"]), code)


@pytest.fixture
def compiler(project_root: Path) -> Path:
    """Give the project's root once its compiler is installed; without it a test is skipped, but never in CI."""
    if not (project_root / "contracts" / "node_modules" / "solc").is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI needs the compiler: python3 dev.py contracts installs it")
        pytest.skip("needs the compiler that python3 dev.py contracts installs")
    return project_root


def test_each_rounding_broken_in_the_vault_is_found_by_its_step_alone(compiler: Path, tmp_path: Path) -> None:
    vault = broken_vault(compiler, tmp_path)
    compare(vault, dividing=())
    for step in DIVIDING:
        with pytest.raises(AssertionError, match=r"exact (\d+), vector \1, vault \d+"):
            compare(vault, dividing=(step,))
