"""The bytes of a program, and the digest that is the deal's identity."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.encoding import MAGIC, WORD, decode
from chizai.deal.model import Deal, Nature, Order, When
from chizai.deal.program import Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.units.daycount import DayCount
from chizai.units.result import Ok

DIGEST = """
import sys
from pathlib import Path
from chizai.deal.compile import compile_deal
from chizai.deal.text import read_deal
print(compile_deal(read_deal(Path(sys.argv[1]).read_text(encoding="utf-8")).value).value.digest())
"""


def program(deal: Deal) -> Program:
    result = compile_deal(deal)
    assert isinstance(result, Ok), result
    return result.value


def word(number: int) -> bytes:
    return number.to_bytes(WORD, "big", signed=True)


def edit(deal: Deal, table: str, item_id: str, **terms: Any) -> Deal:
    items = [replace(each, **terms) if each.id == item_id else each for each in getattr(deal, table)]
    changed: dict[str, Any] = {table: tuple(items)}
    return replace(deal, **changed)


TERMS: list[tuple[str, str, dict[str, Any]]] = [
    ("accounts", "reserve", {"opening_minor": 6_000}),
    ("accounts", "reserve", {"target_minor": 6_000}),
    ("classes", "A", {"balance_minor": 1_001_000}),
    ("classes", "A", {"coupon_ppm_annual": 40_001}),
    ("classes", "A", {"day_count": DayCount.ACT_360}),
    ("classes", "A", {"interest_on_unpaid": False}),
    ("classes", "A", {"scheduled_principal_ppm": 100_001}),
    ("fees", "servicing", {"amount_minor": 101}),
    ("fees", "servicing", {"collections_ppm": 10_001}),
    ("fees", "servicing", {"balance_ppm_annual": 5_001}),
    ("fees", "servicing", {"classes": ("A",)}),
    ("fees", "servicing", {"day_count": DayCount.ACT_360}),
    ("fees", "servicing", {"consumption_tax_ppm": 80_000}),
    ("fees", "servicing", {"first_period": 2}),
    ("guarantees", "cover", {"limit_minor": 50_001}),
    ("clauses", "principal", {"to": ("B", "A")}),
    ("clauses", "principal", {"order": Order.SEQUENTIAL}),
    ("clauses", "principal", {"limit_minor": 1}),
    ("clauses", "principal", {"when": When.FINAL_PERIOD}),
    ("clauses", "rest", {"to": ("bank",)}),
    ("clauses", "covered-interest", {"source": "reserve"}),
    ("clauses", "rest", {"id": "remainder"}),
]


@pytest.mark.parametrize(("table", "item_id", "terms"), TERMS)
def test_a_changed_term_of_payment_changes_the_digest(
    sound: Deal, table: str, item_id: str, terms: dict[str, Any]
) -> None:
    assert program(edit(sound, table, item_id, **terms)).digest() != program(sound).digest()


def test_the_order_of_clauses_and_the_dates_change_the_digest(sound: Deal) -> None:
    first, second, *others = sound.clauses
    later = replace(sound, schedule=replace(sound.schedule, final_payment_on=date(2027, 1, 15)))
    earlier = replace(sound, closing_on=date(2025, 1, 14))
    swapped = replace(sound, clauses=(second, first, *others))
    renamed = (replace(sound, id="another"), replace(sound, currency="USD"))
    deals = (sound, later, earlier, swapped, *renamed)
    assert len({program(deal).digest() for deal in deals}) == len(deals)


def test_who_is_paid_and_what_is_issued_change_the_digest_though_no_step_reads_them(sound: Deal) -> None:
    renamed = replace(sound.parties[0], name="Somebody else")
    other_unit = replace(sound.classes[0], unit_minor=1)
    deals = [
        sound,
        replace(sound, parties=(renamed, *sound.parties[1:])),
        replace(sound, classes=(other_unit, *sound.classes[1:])),
    ]
    assert len({program(deal).digest() for deal in deals}) == len(deals)


def test_titles_do_not_change_the_digest(sound: Deal) -> None:
    described = replace(sound, title="Other", title_ja="別", nature=Nature.DEMONSTRATION)
    assert program(described).digest() == program(sound).digest()


def test_the_digest_is_the_same_in_every_process(sound: Deal, sound_text: str, tmp_path: Path) -> None:
    file = tmp_path / "deal.toml"
    file.write_text(sound_text, encoding="utf-8")
    found = {program(sound).digest()}
    for seed in ("0", "1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, str(file)], env=environment, capture_output=True, text=True, check=True
        )
        found.add(done.stdout.strip())
    assert len(found) == 1


def test_the_encoding_of_a_small_program_is_written_in_the_format() -> None:
    slot = Slot(SlotKind.CASH, "a", 7)
    step = Step(Op.COLLECT, 0, 0, last_period=0)
    small = Program(
        deal_id="d",
        currency="JPY",
        terms_sha256="t",
        payment_dates=(date(1, 1, 2),),
        inputs=(Input(InputKind.FLAG, "b", 1),),
        slots=(slot,),
        tables=((5,),),
        fractions=(),
        steps=(step,),
        clause_ids=(),
    )
    assert small.encode() == b"".join(
        [
            b"CHIZAI PROGRAM 2",
            word(1) + b"d",
            word(3) + b"JPY",
            word(1) + b"t",
            word(1) + word(2),
            word(1) + word(4) + word(1) + b"b" + word(1),
            word(1) + word(1) + word(1) + b"a" + word(7),
            word(1) + word(1) + word(5),
            word(0),
            word(1) + word(1) + word(0) + word(0) + word(-1) * 4 + word(0) + word(0),
            word(0),
        ]
    )
    assert decode(small.encode()) == small


HEAD = MAGIC + word(1) + b"d" + word(3) + b"JPY" + word(1) + b"t"
BROKEN = {
    "not a program": b"CHIZAI PROGRAM 1" + bytes(99),
    "nothing": b"",
    "text of negative length": MAGIC + word(-1),
    "text that is not UTF-8": MAGIC + word(1) + b"\xff",
    "list of negative length": HEAD + word(-1) + word(0) * 5,
    "day 0": HEAD + word(1) + word(0),
    "day past the calendar": HEAD + word(1) + word(2**62),
    "list longer than the bytes": HEAD + word(2**40),
    "unknown kind of input": HEAD + word(0) + word(1) + word(99) + word(1) + b"a" + word(0),
    "unknown kind of slot": HEAD + word(0) * 2 + word(1) + word(99) + word(1) + b"a" + word(0),
    "unknown operation": HEAD + word(0) * 5 + word(1) + word(99) + word(0) * 8,
}


@pytest.mark.parametrize("encoded", BROKEN.values(), ids=BROKEN)
def test_bytes_that_are_no_program_are_refused(encoded: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  each from another hand: our own, the enumerations, UTF-8
        decode(encoded)


@given(data=st.data())
def test_a_program_that_is_cut_short_or_goes_on_is_refused(sound: Deal, data: st.DataObject) -> None:
    encoded = program(sound).encode()
    cut = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(ValueError, match=r"too early|not a program"):
        decode(encoded[:cut])
    with pytest.raises(ValueError, match="left over"):
        decode(encoded + data.draw(st.binary(min_size=1, max_size=9)))


@given(data=st.data())
def test_damaged_bytes_never_pass_for_the_same_program(sound: Deal, data: st.DataObject) -> None:
    original = program(sound)
    encoded = bytearray(original.encode())
    at = data.draw(st.integers(0, len(encoded) - 1))
    encoded[at] ^= data.draw(st.integers(1, 255))
    try:
        decoded = decode(bytes(encoded))
    except ValueError:
        return
    assert decoded != original
    assert decoded.encode() == bytes(encoded)
