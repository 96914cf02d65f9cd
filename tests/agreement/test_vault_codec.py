"""What the vault is given: the very bytes in chunks, whom it pays, and what it refuses."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from tests.agreement.machine import SENDER, RevertedError
from tests.agreement.vault import ground, run_vault

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import NONE, Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.deal.text import read_deal
from chizai.ledger.payees import digest_of_payees
from chizai.units.daycount import YearFraction
from chizai.units.result import Ok, Reason
from chizai.waterfall.vault_codec import CHUNK, Payee, chunks, creation, lasting, payees
from chizai.waterfall.vault_gaps import GAPS, LASTING_MAX, PAYEES_MAX, ROWS_MAX, Standing, vault_gaps


def program_of(*steps: Step, **terms: object) -> Program:
    """Make a program of two periods over five slots: two that last, three intermediate."""
    whole = Program(
        deal_id="made-up",
        currency="JPY",
        terms_sha256="",
        payment_dates=(date(2026, 1, 1), date(2026, 7, 1)),
        inputs=(Input(InputKind.MONEY, "", 1000),),
        slots=(
            Slot(SlotKind.STATE, "kept", 5),
            Slot(SlotKind.STATE, "other"),
            *(Slot(SlotKind.WORK, f"c:{number}") for number in range(3)),
        ),
        tables=((7, 8),),
        fractions=((YearFraction(1, 2),) * 2,),
        steps=tuple(replace(step, last_period=max(step.last_period, 1)) for step in steps),
        clause_ids=("c",),
    )
    return replace(whole, **terms)  # type: ignore[arg-type]


KEPT, OTHER, WORK, SECOND, THIRD = range(5)


# --- chunks ---


@pytest.mark.parametrize("length", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_chunks_joined_are_the_bytes_and_all_but_the_last_are_full(length: int) -> None:
    encoded = bytes(number % 251 for number in range(length))
    cut = chunks(encoded)
    assert b"".join(cut) == encoded
    assert all(len(chunk) == CHUNK for chunk in cut[:-1])


def test_a_chunk_becomes_code_that_starts_with_a_stop_and_is_its_bytes() -> None:
    machine = ground().machine
    address = machine.create(creation(b"the bytes"))
    assert machine.state.get_code(address) == b"\0the bytes"  # type: ignore[arg-type]


@pytest.mark.parametrize("chunk", [b"", bytes(CHUNK + 1)])
def test_what_is_no_chunk_is_refused(chunk: bytes) -> None:
    with pytest.raises(ValueError, match="1 to 24,575 bytes"):
        creation(chunk)


def test_a_program_over_several_chunks_is_read_across_their_borders() -> None:
    filler = tuple((number, number) for number in range(1500))  # rows of 24 bytes: the border falls within one
    steps = [Step(Op.ADD, KEPT, number) for number in range(0, 1500, 7)]
    program = program_of(*steps, tables=filler)
    assert len(chunks(program.encode())) == 3
    found = run_vault(ground(), program, [[0, 0]])
    grown = sum(range(0, 1500, 7))
    assert [row[KEPT] for row in found.closings] == [5 + grown, 5 + 2 * grown]


# --- payees ---


@pytest.fixture
def small(project_root: Path) -> Deal:
    read = read_deal((project_root / "tests" / "data" / "small-deal" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    return read.value


def test_classes_come_first_and_everybody_stands_under_the_programs_own_name(small: Deal) -> None:
    addresses = {"servicer-co": "0x0a", "bank": "0x0b", "C": "0x0c"}
    assert payees(small, addresses, {"A": "0xa0", "B": "0xb0"}) == (
        Payee("A", "0xa0", is_class=True),
        Payee("B", "0xb0", is_class=True),
        Payee("C", "0x0c", is_class=False),
        Payee("servicing", "0x0a", is_class=False),
        Payee("cover", "0x0b", is_class=False),
    )


def test_a_party_that_gets_a_residual_is_paid_under_its_own_name(small: Deal) -> None:
    clauses = (*small.clauses[:-1], replace(small.clauses[-1], to=("bank",)))
    addresses = {"servicer-co": "0x0a", "bank": "0x0b"}
    found = payees(replace(small, clauses=clauses), addresses, {"A": "0xa0", "B": "0xb0", "C": "0xc0"})
    assert found[-1] == Payee("bank", "0x0b", is_class=False)


def test_nobody_is_paid_without_an_address(small: Deal) -> None:
    with pytest.raises(KeyError):
        payees(small, {}, {"A": "0xa0", "B": "0xb0", "C": "0xc0"})


def test_all_lasts_but_what_a_period_works_out_for_itself(small: Deal) -> None:
    compiled = compile_deal(small)
    assert isinstance(compiled, Ok)
    slots = compiled.value.slots
    assert {slots[number].kind for number in range(len(slots)) if number not in lasting(compiled.value)} == {
        SlotKind.WORK
    }


# --- gaps ---


def keys(program: Program, n_payees: int = 1) -> list[str | None]:
    return [failure.place.key for failure in vault_gaps(program, "deal.toml", n_payees)]


def test_the_table_says_of_each_gap_whether_it_will_close() -> None:
    assert [gap.standing for gap in GAPS] == [Standing.NOT_YET, Standing.NEVER, Standing.NEVER]
    assert all(gap.construct and gap.why and gap.fix for gap in GAPS)


READS = {
    "copy": Step(Op.COPY, KEPT, WORK),
    "sum": Step(Op.SUM, KEPT, WORK),
    "grown": Step(Op.ADD, WORK, 0),
    "less": Step(Op.LESS, KEPT, OTHER, WORK),
    "ratio": Step(Op.RATIO, KEPT, OTHER, OTHER, WORK),
    "scale": Step(Op.SCALE, KEPT, OTHER, WORK),
    "accrue at": Step(Op.ACCRUE_AT, KEPT, OTHER, WORK, 0),
    "paid": Step(Op.PAY, WORK, NONE, NONE, NONE, KEPT),
    "receives": Step(Op.PAY, KEPT, NONE, NONE, NONE, WORK),
    "split": Step(Op.SPLIT, WORK, 1, KEPT),
    "source of a split": Step(Op.SPLIT, KEPT, 1, WORK),
    "stops": Step(Op.COLLECT, KEPT, OTHER, NONE, WORK),
}


@pytest.mark.parametrize("name", READS)
def test_an_intermediate_number_that_is_read_before_it_is_set_is_named_with_its_clause(name: str) -> None:
    (failure,) = vault_gaps(program_of(replace(READS[name], clause=0)), "deal.toml", 1)
    assert (failure.reason, failure.place.key) == (Reason.UNKNOWN, "clauses[1] (c).pay")
    assert "work:c:0" in failure.what
    assert keys(program_of(Step(Op.CLEAR, WORK), READS[name])) == []


def test_a_number_that_is_set_in_some_periods_only_is_found_in_the_others() -> None:
    set_once = Step(Op.READ, WORK, 0, last_period=0)
    program = program_of(Step(Op.COPY, KEPT, WORK))
    assert keys(replace(program, steps=(set_once, *program.steps))) == ["kept"]


def test_what_collections_set_is_set() -> None:
    assert keys(program_of(Step(Op.COLLECT, KEPT, WORK), Step(Op.SUM, KEPT, WORK))) == []


@pytest.mark.parametrize(
    "program",
    [
        program_of(Step(Op.ADD, KEPT, 0, clause=0), tables=((7, -8),)),
        program_of(Step(Op.SHARE, KEPT, OTHER, -1, clause=0)),
        program_of(Step(Op.ACCRUE, KEPT, OTHER, -1, 0, clause=0)),
    ],
)
def test_a_number_below_0_is_refused_here_and_on_the_chain(program: Program) -> None:
    (failure,) = vault_gaps(program, "deal.toml", 1)
    assert (failure.reason, failure.place.key) == (Reason.OUT_OF_RANGE, "clauses[1] (c).pay")
    with pytest.raises(RevertedError, match=r"NumberOutOfRange|StepRefused"):
        run_vault(ground(), program, [[0, 0]])


def test_an_opening_balance_below_0_is_refused_here_and_on_the_chain() -> None:
    program = program_of(slots=(Slot(SlotKind.CASH, "account", -1),))
    assert keys(program) == ["account"]
    with pytest.raises(RevertedError, match="NumberOutOfRange"):
        run_vault(ground(), program, [[0, 0]])


def states(n: int) -> tuple[Slot, ...]:
    return (Slot(SlotKind.STATE, ""),) * n


@pytest.mark.parametrize(
    ("program", "n_payees"),
    [
        (program_of(), PAYEES_MAX + 1),
        (program_of(slots=states(LASTING_MAX + 1)), 1),
        (program_of(tables=((1, 1),) * (ROWS_MAX + 1)), 1),
        (program_of(inputs=(Input(InputKind.MONEY, "", 1),) * 800), 1),
    ],
)
def test_what_one_contract_cannot_describe_is_refused(program: Program, n_payees: int) -> None:
    assert keys(program, n_payees) == ["id"]
    assert keys(program_of(), PAYEES_MAX) == []


def test_a_layout_is_kept_under_the_digest_of_the_bytes() -> None:
    on, encoded = ground(), program_of().encode()
    kept = [on.machine.create(creation(chunk)) for chunk in chunks(encoded)]
    layout = on.store.call("keep", kept, sha256(encoded).digest(), [("name", SENDER, False)])
    program_digest, payees_digest = on.store.call("digestsOf", layout)
    assert program_digest.hex() == program_of().digest()
    assert payees_digest == digest_of_payees([Payee("name", f"0x{SENDER.hex()}", is_class=False)])
