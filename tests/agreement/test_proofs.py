"""Proofs, for all numbers, of what the shipped bytes of the vault do: interest, shares, ratios, splits, caps.

Each runs `distribute` of the shipped code on a program of one step whose slots, rates, fractions and tables are
unknown, goes every way that the numbers allow, and has z3 exclude the contrary of what is claimed on each. A claim says
what a number is by its defining inequalities, and shares no word with the code.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
import z3
from tests.agreement.one_step import MOST, Claim, Numbers, Proof, is_proved_for_all, proof_of
from tests.agreement.symbolic_paths import Division, Way, lemmas
from tests.agreement.vault import Ground, ground

from chizai.deal.program import Op, Step

MILLION = 1_000_000
CAP_PPM = 1_000_000_000


@pytest.fixture(scope="module")
def on() -> Ground:
    return ground()


def floor(way: Way, whole: z3.ArithRef, by: z3.ArithRef) -> z3.ArithRef:
    """Name the quotient rounded down: the number that times `by` goes into the whole, and one more does not."""
    found = way.named("floor")
    way.solver.add(found * by <= whole, whole < found * by + by)
    return found


def least(*several: z3.ArithRef) -> z3.ArithRef:
    first, *rest = several
    for each in rest:
        first = z3.If(each < first, each, first)
    return first


def becomes(result: Callable[[Way, Numbers], z3.ArithRef]) -> Claim:
    """Claim that slot 0 becomes a number and nothing else changes, or that it is refused and past the range."""

    def claim(way: Way, numbers: Numbers) -> z3.BoolRef:
        exact = result(way, numbers)
        if numbers.after is None:
            return exact > MOST
        others = (after == before for after, before in zip(numbers.after[1:], numbers.before[1:], strict=True))
        return z3.And(numbers.after[0] == exact, exact <= MOST, *others)

    return claim


def interest(way: Way, n: Numbers) -> z3.ArithRef:
    return n.before[0] + floor(way, n.before[1] * n.before[2] * n.fixed[1], n.fixed[2] * MILLION)


def share(way: Way, n: Numbers) -> z3.ArithRef:
    return n.before[0] + floor(way, n.before[1] * n.before[2], z3.IntVal(MILLION))


def ratio(way: Way, n: Numbers) -> z3.ArithRef:
    part, whole, other = n.before[1:4]
    found = way.named("ratio")
    way.solver.add(
        z3.Implies(whole > 0, z3.And(found * whole <= part * MILLION, part * MILLION < found * whole + whole))
    )
    return z3.If(whole == 0, other, least(found, z3.IntVal(CAP_PPM)))


ARITHMETIC: dict[Op, tuple[Step, Callable[[Way, Numbers], z3.ArithRef]]] = {
    Op.ACCRUE_AT: (Step(Op.ACCRUE_AT, 0, 1, 2, 0), interest),
    Op.SCALE: (Step(Op.SCALE, 0, 1, 2), share),
    Op.RATIO: (Step(Op.RATIO, 0, 1, 2, 3), ratio),
    Op.ADD: (Step(Op.ADD, 0, 0), lambda _, n: n.before[0] + n.fixed[0]),
    Op.SUM: (Step(Op.SUM, 0, 1), lambda _, n: n.before[0] + n.before[1]),
    Op.GAP: (Step(Op.GAP, 0, 1), lambda _, n: z3.If(n.before[0] > n.before[1], n.before[0] - n.before[1], 0)),
    Op.LEAST: (Step(Op.LEAST, 0, 1), lambda _, n: least(*n.before[:2])),
    Op.MOST: (Step(Op.MOST, 0, 1), lambda _, n: z3.If(n.before[0] > n.before[1], n.before[0], n.before[1])),
    Op.LESS: (Step(Op.LESS, 0, 1, 2), lambda _, n: z3.If(n.before[1] < n.before[2], 1, 0)),
    Op.GATE: (Step(Op.GATE, 0, 1), lambda _, n: z3.If(n.before[1] == 0, 0, n.before[0])),
    Op.NOT: (Step(Op.NOT, 0, 1), lambda _, n: z3.If(n.before[1] == 0, 1, 0)),
    Op.COPY: (Step(Op.COPY, 0, 1), lambda _, n: n.before[1]),
}
"""For each operation a step of it and what slot 0 becomes; slots 0 to 3 are unknown."""


@pytest.mark.parametrize("op", ARITHMETIC, ids=lambda op: op.name)
def test_a_step_makes_what_its_formula_says_of_all_numbers(on: Ground, op: Op) -> None:
    step, formula = ARITHMETIC[op]
    assert is_proved_for_all(proof_of(on, step, 4), becomes(formula))


def quotient(way: Way, one: z3.ArithRef, other: z3.ArithRef, by: z3.ArithRef) -> z3.ArithRef:
    """Find what the machine's division made of a product, which is its floor by what a division is."""
    alike = (each for each in way.divisions if each.other.eq(other))
    found = (each.quotient for each in alike if way.is_sure(z3.And(each.one == one, each.by == by)))
    return next(found, z3.IntVal(-1))


def split(n_dues: int) -> Claim:
    """Claim what a split is: nothing lost, nobody over its due, floors, the left-over units to the first that can."""

    def claim(way: Way, numbers: Numbers) -> z3.BoolRef:
        assert numbers.after is not None, "a split refuses nothing"
        dues, total = numbers.before[:n_dues], z3.Sum(*numbers.before[:n_dues])
        given = least(*numbers.before[n_dues : n_dues + 2], total)
        parts = numbers.after[:n_dues]
        rest = (after == before for after, before in zip(numbers.after[n_dues:], numbers.before[n_dues:], strict=True))
        if way.is_sure(total == 0):
            return z3.And(*(part == 0 for part in parts), *rest)
        floors = [quotient(way, given, due, total) for due in dues]
        fair = (z3.And(part >= low, low >= 0, part <= due) for part, low, due in zip(parts, floors, dues, strict=True))
        in_turn = (
            z3.Implies(parts[place] > floors[place], parts[k] == dues[k])
            for place in range(n_dues)
            for k in range(place)
        )
        return z3.And(total > 0, *fair, *in_turn, z3.Sum(*parts) == given, *rest)

    return claim


def split_of(on: Ground, n_dues: int) -> Proof:
    step = Step(Op.SPLIT, 0, n_dues, n_dues, n_dues + 1)
    return replace(proof_of(on, step, n_dues + 2), is_by_lemmas=True)


@pytest.mark.parametrize("n_dues", [2, 3, 4, 6])
def test_a_split_loses_nothing_and_rounds_as_it_is_written(on: Ground, n_dues: int) -> None:
    assert is_proved_for_all(split_of(on, n_dues), split(n_dues))


@pytest.mark.parametrize("n_parts", [1, 2, 3, 4, 5, 6])
def test_the_lemmas_of_divisions_hold(n_parts: int) -> None:
    one, by, parts, quotients, rest = z3.Ints("one by parts quotients rest")
    several = [Division(one, z3.Int(f"other{n}"), by, z3.Int(f"quotient{n}")) for n in range(n_parts)]
    rests = [z3.Int(f"rest{n}") for n in range(n_parts)]
    solver = z3.Solver()
    solver.set("timeout", 20_000)
    solver.add(by > 0, one >= 0, rest == z3.Sum(rests))
    solver.add(parts == z3.Sum([each.other for each in several]))
    solver.add(quotients == z3.Sum([each.quotient for each in several]))
    off = []
    for each, left in zip(several, rests, strict=True):
        solver.add(each.other >= 0, each.quotient >= 0, left >= 0, left < by)
        off.append(one * each.other - each.quotient * by - left)
        solver.add(off[-1] == 0)
    # the same for the sums, which follows by adding up
    whole = one * z3.Sum([each.other for each in several]) - z3.Sum([each.quotient for each in several]) * by
    assert z3.simplify(whole - z3.Sum(rests) - z3.Sum(off), som=True).eq(z3.IntVal(0))
    solver.add(one * parts == quotients * by + rest)
    for lemma in lemmas(several):
        solver.push()
        solver.add(z3.Not(lemma))
        assert solver.check() == z3.unsat, lemma
        solver.pop()


def payment(_: Way, numbers: Numbers) -> z3.BoolRef:
    """Claim that the least of source, due and two caps leaves each of them and reaches the receiver."""
    *taken, receiver = numbers.before[:5]
    amount = least(*taken)
    if numbers.after is None:
        return receiver + amount > MOST
    left = (after == before - amount for after, before in zip(numbers.after[:4], taken, strict=True))
    return z3.And(*left, numbers.after[4] == receiver + amount, receiver + amount <= MOST)


def test_a_payment_is_the_least_of_source_due_and_caps(on: Ground) -> None:
    assert is_proved_for_all(proof_of(on, Step(Op.PAY, 0, 1, 2, 3, 4), 5), payment)


# --- that a proof can fail ---


def wrong(formula: Callable[[Way, Numbers], z3.ArithRef]) -> Claim:
    """Claim one more than a formula says, if it says more than nothing."""

    def off_by_one(way: Way, numbers: Numbers) -> z3.ArithRef:
        exact = formula(way, numbers)
        return z3.If(exact > numbers.before[0], exact + 1, exact)

    return becomes(off_by_one)


def rounded_up(way: Way, n: Numbers) -> z3.ArithRef:
    whole, by = n.before[1] * n.before[2] * n.fixed[1], n.fixed[2] * MILLION
    return n.before[0] + floor(way, whole + by - 1, by)


@pytest.mark.parametrize("op", [Op.ACCRUE_AT, Op.SCALE, Op.SUM, Op.ADD], ids=lambda op: op.name)
def test_a_wrong_formula_is_refuted(on: Ground, op: Op) -> None:
    step, formula = ARITHMETIC[op]
    assert not is_proved_for_all(proof_of(on, step, 4), wrong(formula))


def test_interest_rounded_up_is_refuted(on: Ground) -> None:
    assert not is_proved_for_all(proof_of(on, ARITHMETIC[Op.ACCRUE_AT][0], 4), becomes(rounded_up))


def left_over_to_the_last(way: Way, numbers: Numbers) -> z3.BoolRef:
    """Claim that of two the second gets the left-over units first."""
    assert numbers.after is not None
    first, second = numbers.before[:2]
    floors = [
        quotient(way, least(*numbers.before[2:4], first + second), due, first + second) for due in (first, second)
    ]
    return z3.Implies(z3.And(first + second > 0, numbers.after[0] > floors[0]), numbers.after[1] == second)


def test_a_split_with_the_left_over_in_another_order_is_refuted(on: Ground) -> None:
    assert not is_proved_for_all(split_of(on, 2), left_over_to_the_last)


EXCHANGED = {
    0x01: 0x03, 0x02: 0x01, 0x03: 0x01, 0x04: 0x02, 0x10: 0x11, 0x11: 0x10, 0x14: 0x10, 0x16: 0x17, 0x17: 0x16,
    0x18: 0x01, 0x1B: 0x1C, 0x1C: 0x1B,
}  # fmt: skip
"""For each instruction that reckons another: ADD for SUB, LT for GT, AND for OR, and so on."""
OR, SHR = 0x17, 0x1C


@pytest.mark.parametrize(
    ("prove", "claim", "unneeded"),
    [
        (lambda on: proof_of(on, ARITHMETIC[Op.ACCRUE_AT][0], 4), becomes(interest), [OR]),
        (lambda on: proof_of(on, ARITHMETIC[Op.SCALE][0], 4), becomes(share), [OR]),
        (lambda on: proof_of(on, ARITHMETIC[Op.RATIO][0], 4), becomes(ratio), [OR]),
        (lambda on: proof_of(on, Step(Op.PAY, 0, 1, 2, 3, 4), 5), payment, [SHR, OR]),
        (lambda on: split_of(on, 2), split(2), [OR]),
    ],
    ids=["interest", "share", "ratio", "payment", "split"],
)
def test_every_instruction_that_reckons_with_unknown_numbers_is_needed(
    on: Ground, prove: Callable[[Ground], Proof], claim: Claim, unneeded: list[int]
) -> None:
    """Exchange one instruction of the shipped code after the other: the proof fails each time.

    Two are checks that nothing can fail any more. The OR collects numbers to see that none is longer than its lane,
    after each was seen to be; and a payment that fails leaves 2^63 to be looked at, above the range however shifted.
    """
    proof = prove(on)
    assert is_proved_for_all(proof, claim)
    code = on.machine.state.get_code(proof.vault)  # type: ignore[arg-type]
    still_proved = [
        code[place]
        for place in sorted(proof.reckoned_at)
        if is_proved_for_all(replace(proof, exchanged=((place, EXCHANGED[code[place]]),), reckoned_at=set()), claim)
    ]
    assert len(proof.reckoned_at) > len(still_proved)
    assert still_proved == unneeded
