"""The asset liquidation plan has every item of the law, out of the deal where the deal says it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chizai.app.law import LawFolder, read_law_folder
from chizai.deal.model import ClassKind
from chizai.law.asset_securitization.plan_items import (
    ALTERABLE_ON_CONDITIONS,
    MAY_BE_OMITTED,
    MAY_BE_OPEN,
    MINOR_CHANGES,
    PLAN_ITEMS,
    UNALTERABLE,
)
from chizai.law.facts import Given, Known, Supplier
from chizai.law.laws import ASA_REGULATION
from chizai.law.spc_plan import LiquidationPlan, State, liquidation_plan, with_draft
from chizai.units.result import Ok, Place

HERE = Place("law.toml", None, None)
DEMONSTRATIONS = ("electronics-patents", "drug-patents", "anime-copyrights")


def folder_of(path: Path) -> LawFolder:
    read = read_law_folder(path)
    assert isinstance(read, Ok)
    return read.value


@pytest.fixture(scope="module")
def patents(deals_folder: Path) -> LawFolder:
    return folder_of(deals_folder / "electronics-patents")


def plan_of(folder: LawFolder, known: Known | None = None) -> LiquidationPlan:
    return liquidation_plan(folder.deal, folder.pool, folder.known if known is None else known)


def saying(known: Known, table: str, **facts: object) -> Known:
    row = {**known.one.get(table, {}), **{key: Given(value, HERE) for key, value in facts.items()}}
    return replace(known, one={**known.one, table: row})


def without(known: Known) -> Iterator[tuple[str, Known]]:
    """Give each fact of `law.toml` with all that is known but it."""
    for table, row in known.one.items():
        for key in [key for key, given in row.items() if given.place.file == "law.toml"]:
            kept = {name: given for name, given in row.items() if name != key}
            yield f"{table}.{key}", replace(known, one={**known.one, table: kept})
    for table, rows in known.many.items():
        for name, row in rows.items():
            for key in [key for key, given in row.items() if given.place.file == "law.toml"]:
                kept = {each: given for each, given in row.items() if each != key}
                yield (
                    f"{table} ({name}).{key}",
                    replace(known, many={**known.many, table: {**rows, name: kept}}),
                )


def changed(one: LiquidationPlan, other: LiquidationPlan) -> set[str]:
    return {a.item.id for a, b in zip(one.entries, other.entries, strict=True) if a != b}


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_the_plan_of_a_demonstration_is_whole(deals_folder: Path, name: str) -> None:
    plan = plan_of(folder_of(deals_folder / name))
    assert plan.missing == ()
    assert [entry.item for entry in plan.entries] == list(PLAN_ITEMS)
    assert all(entry.lines for entry in plan.entries)


@pytest.mark.parametrize("article", ["12", "15", "16", "21"])
def test_the_items_are_as_many_as_those_of_the_regulation(shared: Path, article: str) -> None:
    articles = json.loads((shared / "law" / "law_articles.json").read_text(encoding="utf-8"))
    text = next(x["text"] for x in articles if (x["law_id"], x["article"]) == (ASA_REGULATION.id, article))
    assert len(text.splitlines()) - 1 == sum(item.article == article for item in PLAN_ITEMS)


def test_an_item_that_may_never_change_is_neither_minor_nor_changed_on_conditions() -> None:
    assert not UNALTERABLE & (MINOR_CHANGES | ALTERABLE_ON_CONDITIONS) - {"asset-seller"}
    assert not MINOR_CHANGES & ALTERABLE_ON_CONDITIONS
    assert MINOR_CHANGES <= MAY_BE_OPEN
    assert "preferred-planned" not in MAY_BE_OMITTED


def test_each_fact_that_is_taken_away_is_the_one_that_is_missing(patents: LawFolder) -> None:
    whole, asked = plan_of(patents), 0
    for fact, known in without(patents.known):
        plan = plan_of(patents, known)
        assert {lack.fact for lack in plan.missing} <= {fact}
        assert plan.missing or plan == whole, fact
        asked += bool(plan.missing)
    assert asked > 50


def test_without_a_law_file_all_that_is_missing_is_named_and_nothing_that_the_deal_says(patents: LawFolder) -> None:
    one = {
        table: {key: given for key, given in row.items() if given.place.file != "law.toml"}
        for table, row in patents.known.one.items()
    }
    many = {
        table: {
            name: {key: given for key, given in row.items() if given.place.file != "law.toml"}
            for name, row in rows.items()
        }
        for table, rows in patents.known.many.items()
        if table in {"rights", "licences", "classes"}
    }
    missing = plan_of(patents, Known(patents.known.as_of_on, one, many)).missing
    assert len(missing) > 50
    assert len({lack.fact for lack in missing}) == len(missing)
    assert Supplier.DEAL not in {lack.by for lack in missing}


def test_another_coupon_changes_the_item_that_states_it_and_no_other(patents: LawFolder) -> None:
    first, *rest = patents.deal.classes
    deal = replace(patents.deal, classes=(replace(first, coupon_ppm_annual=21_000), *rest))
    assert changed(plan_of(patents), liquidation_plan(deal, patents.pool, patents.known)) == {"bonds-price"}


def test_another_clause_changes_how_bonds_are_repaid_and_nothing_else(patents: LawFolder) -> None:
    clauses = tuple(replace(each, to=("A", "B")) if each.id == "sweep" else each for each in patents.deal.clauses)
    deal = replace(patents.deal, clauses=clauses)
    assert changed(plan_of(patents), liquidation_plan(deal, patents.pool, patents.known)) == {
        "preferred-content",
        "bonds-redemption",
        "bonds-early-redemption",
    }


def test_who_has_a_role_in_the_deal_is_not_typed_again(patents: LawFolder) -> None:
    parties = tuple(
        replace(each, name="Another bank") if each.id == "trustee" else each for each in patents.deal.parties
    )
    plan = liquidation_plan(replace(patents.deal, parties=parties), patents.pool, patents.known)
    assert changed(plan_of(patents), plan) == {"bonds-administrator"}
    none = tuple(each for each in parties if each.id != "trustee")
    plan = liquidation_plan(replace(patents.deal, parties=none), patents.pool, patents.known)
    assert [lack.fact for lack in plan.missing] == ["plan.administrator"]


def test_what_is_open_stands_beside_its_procedure(patents: LawFolder) -> None:
    known = saying(patents.known, "plan", undetermined=("bonds-price",), procedures=("bonds-price",))
    assert [lack.fact for lack in plan_of(patents, known).missing] == ["plan.procedure_text"]
    known = saying(known, "plan", procedure_text="by the directors on the day of pricing")
    (entry,) = [entry for entry in plan_of(patents, known).entries if entry.item.id == "bonds-undetermined"]
    assert [(line.label.en, line.value.en) for line in entry.lines] == [
        ("price, interest and offering", "by the directors on the day of pricing")
    ]


def test_a_deal_of_bonds_alone_has_no_section_on_preferred_equity(patents: LawFolder) -> None:
    bonds = tuple(each for each in patents.deal.classes if each.kind is ClassKind.SPECIFIED_BOND)
    known = saying(saying(patents.known, "deal", preferred_equity_minor=0), "plan", next_is_planned=True)
    plan = liquidation_plan(replace(patents.deal, classes=bonds), patents.pool, known)
    states = {entry.item.id: entry.state for entry in plan.entries}
    assert {states[item.id] for item in PLAN_ITEMS if item.article == "13"} == {State.NOT_PLANNED}
    assert states["next-plan-first-kind"] is State.MISSING
    assert states["next-plan-second-kind"] is State.NOT_PLANNED


def test_loans_are_set_out_under_their_cap(patents: LawFolder) -> None:
    row = {"kind": "specified", "amount_minor": 300_000_000, "lender": "Bank", "lender_kind": "bank"}
    known = saying(patents.known, "plan", specified_borrowing_cap_minor=500_000_000)
    loans = {"bank": {key: Given(value, HERE) for key, value in row.items()}, "unsorted": {}}
    plan = plan_of(patents, replace(known, many={**known.many, "loans": loans}))
    by_id = {entry.item.id: entry for entry in plan.entries}
    assert by_id["borrowing-cap"].lines[0].value.ja == "500,000,000円"
    assert [lack.fact for lack in by_id["borrowing-loans"].missing] == [
        "loans (unsorted).kind",
        "loans (bank).drawn_on",
        "loans (bank).due_on",
        "loans (bank).purpose",
        "loans (bank).security",
    ]
    assert by_id["other-borrowing-loans"].state is State.NOT_PLANNED


def test_a_draft_is_known_as_whole_only_where_nothing_is_missing(patents: LawFolder) -> None:
    assert patents.known.one["plan"]["is_drafted_whole"].value
    bare = replace(patents.known, one={**patents.known.one, "plan": {}})
    assert with_draft(patents.deal, patents.pool, bare) == bare


@pytest.mark.parametrize(
    ("key", "day", "what"),
    [
        ("starts_on", date(2025, 10, 1), "the plan starts on 2025-10-01, after the closing on 2025-09-30"),
        ("ends_on", date(2032, 9, 29), "the plan ends on 2032-09-29, before the last payment on 2032-09-30"),
    ],
)
def test_a_plan_period_that_does_not_hold_the_deal_is_a_fault(
    patents: LawFolder, key: str, day: date, what: str
) -> None:
    known = saying(patents.known, "plan", **{key: day})
    (fault,) = plan_of(patents, known).faults
    assert fault.what == what
    assert plan_of(patents).faults == ()


def test_a_plan_may_end_on_the_day_of_the_last_payment(patents: LawFolder) -> None:
    assert plan_of(patents, saying(patents.known, "plan", ends_on=date(2032, 9, 30))).faults == ()
