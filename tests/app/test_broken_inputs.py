"""Each way of spoiling a deal's folder gives one clear message with its place, and writes nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chizai.cli.main import app

Spoil = Callable[[Path], None]


def swap(file: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def content(file: str, new: bytes) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / file).write_bytes(new)

    return spoil


def pays_dollars(folder: Path) -> None:
    swap("licences.toml", "JPY", "USD")(folder)
    for _ in range(5):
        swap("royalties.csv", "JPY", "USD")(folder)


def remove(file: str) -> Spoil:
    return lambda folder: (folder / file).unlink()


@dataclass(frozen=True)
class Broken:
    name: str
    spoil: Spoil
    place: str
    says: str


CYCLE_BEFORE = """[[clauses]]
id = "servicing-fee"
"""
CYCLE = """
[[accounts]]
id = "side"

[[clauses]]
id = "there"
pay = "transfer"
to = ["side"]
source = "collections"

[[clauses]]
id = "back"
pay = "transfer"
to = ["collections"]
source = "side"

[[clauses]]
id = "servicing-fee"
"""

LICENCE_AGAIN = """
[[licences]]
id = "L1"
licensee = "Somebody else"
right_ids = ["P1"]
currency = "JPY"
starts_on = 2024-01-01

[[licences]]
"""

BROKEN = [
    Broken("missing key", swap("deal.toml", 'currency = "JPY"\n', ""), "deal.toml: currency", "the key is missing"),
    Broken("misspelt key", swap("deal.toml", "months =", "month ="), "deal.toml: schedule.month", "'months'"),
    Broken(
        "unknown class in a clause",
        swap("deal.toml", 'to = ["A", "B"]', 'to = ["A", "D"]'),
        "deal.toml: clauses[2] (interest).to",
        "'D' is not a class",
    ),
    Broken(
        "negative balance",
        swap("deal.toml", "balance_minor = 60_000_000", "balance_minor = -60_000_000"),
        "deal.toml: classes[1] (A).balance_minor",
        "-60_000_000 is not above 0",
    ),
    Broken("float for money", swap("deal.toml", "5_000_000", "5e6"), "guarantees[1] (cover).limit_minor", "5000000.0"),
    Broken("percentage for a rate", swap("deal.toml", "30_000", "3_000_000"), "classes[1] (A).coupon_ppm", "300%"),
    Broken("date that does not exist", swap("deal.toml", "2025-12-31", "2025-12-32"), "deal.toml:6", "date"),
    Broken("final payment before closing", swap("deal.toml", "2028-12-31", "2025-06-30"), "schedule", "not after"),
    Broken("cycle of clauses", swap("deal.toml", CYCLE_BEFORE, CYCLE), "(back).to", "round in a circle"),
    Broken(
        "a product past 2^63",
        swap("deal.toml", "balance_minor = 60_000_000", "balance_minor = 9_000_000_000_000_000_000"),
        "deal.toml: classes[1] (A)",
        "could reach",
    ),
    Broken(
        "same id twice", swap("deal.toml", 'id = "rest"', 'id = "bank"'), "clauses[8] (bank).id", "already the name"
    ),
    Broken("unpaid promise", swap("deal.toml", '"A", "B"', '"A"'), "classes[2] (B).coupon_ppm_annual", "no clause"),
    Broken("cash with nowhere to go", swap("deal.toml", 'pay = "residual"', 'pay = "principal"'), "clauses", "left in"),
    Broken("not TOML", swap("deal.toml", "[schedule]", "[schedule"), "deal.toml:10", "column"),
    Broken("not text", content("deal.toml", b"PK\x03\x04\x00\x00"), "deal.toml", "not text"),
    Broken("not UTF-8", content("rights.csv", "id,kind\n特許".encode("cp932")), "rights.csv:2", "not utf-8"),
    Broken("missing file", remove("licences.toml"), "licences.toml", "no such file"),
    Broken("empty file", content("royalties.csv", b""), "royalties.csv", "empty"),
    Broken("shares of 99 %", swap("rights.csv", "Maker Ltd 40%", "Maker Ltd 39%"), "rights.csv:2", "99%"),
    Broken("unknown kind of right", swap("rights.csv", "patent,A hinge", "plant,A hinge"), "rights.csv:2", "plant"),
    Broken("date not in the calendar", swap("rights.csv", "2012-04-01", "2012-04-31"), "rights.csv:2", "2012-04-31"),
    Broken("broken chain of title", swap("assignments.csv", "R-2,40%", "R-2,30%"), "rights.csv:2", "Maker Ltd"),
    Broken("duplicate licence", swap("licences.toml", "[[licences]]", LICENCE_AGAIN), "licences.toml", "twice"),
    Broken("licence of an unknown right", swap("licences.toml", '"P2"]', '"P9"]'), "licences.toml", "P9"),
    Broken(
        "currency mix", pays_dollars, "licences.toml: licences (L1).currency", "pays USD, and JPY is collected from it"
    ),
    Broken("column that is not there", swap("royalties.csv", "amount", "sum"), "royalties.csv", "amount"),
    Broken("history too short", swap("inputs.toml", "years = 2", "years = 9"), "forecasts[1] (L1).years", "9"),
    Broken("price of no class", swap("inputs.toml", 'class_id = "A"', 'class_id = "Z"'), "pricing[1]", "'Z'"),
    Broken(
        "research-stage readiness missing",
        swap("assessments.csv", "P1,commercial,9", "P1,commercial,99"),
        "assess",
        "99",
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_input_gives_a_clear_message_and_leaves_nothing(
    small_deal: Path, tmp_path: Path, broken: Broken
) -> None:
    broken.spoil(small_deal)
    out = tmp_path / "out" / "here"
    done = CliRunner().invoke(app, ["run", str(small_deal), "--out", str(out)])
    assert done.exit_code == 1, done.output
    assert not (tmp_path / "out").exists()
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    first = done.stderr.split("\n\n")[0]
    assert broken.place in first.splitlines()[0], done.stderr
    assert broken.says in first, done.stderr
    assert re.search(r"^  what: .+\n  why:  .+\n  do:   .+", first, re.MULTILINE), first


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_what_is_broken_once_is_said_once(small_deal: Path, broken: Broken) -> None:
    broken.spoil(small_deal)
    done = CliRunner().invoke(app, ["check", str(small_deal)])
    assert done.exit_code == 1
    assert done.stderr.endswith("\n1 thing to mend\n"), done.stderr


def test_failures_of_several_files_come_at_once(small_deal: Path) -> None:
    swap("deal.toml", 'to = ["A", "B"]', 'to = ["A", "D"]')(small_deal)
    swap("rights.csv", "Maker Ltd 40%", "Maker Ltd 39%")(small_deal)
    swap("royalties.csv", '"15,400,000"', "lots")(small_deal)
    done = CliRunner().invoke(app, ["check", str(small_deal)])
    assert done.exit_code == 1
    for place in ("deal.toml: clauses[2] (interest).to", "rights.csv:2", "royalties.csv:3"):
        assert place in done.stderr
