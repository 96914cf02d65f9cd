import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, make_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.units.result import Failed, Failure, Ok, Reason, Result
from chizai.units.toml import STRICT, json_schema, key_path, read_toml, write_row, write_toml


class Order(StrEnum):
    SEQUENTIAL = "sequential"
    PRO_RATA = "pro-rata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    __pydantic_config__ = STRICT

    cap_minor: int
    """The most that is paid."""
    until_on: date | None = None
    any_of: tuple["Limit", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    __pydantic_config__ = STRICT

    id: str
    amount_minor: int = 0
    order: Order = Order.SEQUENTIAL
    to: tuple[str, ...] = ()
    limit: Limit | None = None
    is_final: bool = False

    def __post_init__(self) -> None:
        if self.is_final and self.limit:
            raise ValueError("a final clause has no limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    __pydantic_config__ = STRICT

    closing_on: date
    clauses: tuple[Clause, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)


CLOSING = "closing_on = 2025-01-15\n"
TEXTS = st.text(max_size=12)
MONEY = st.integers(-(2**63), 2**63)
LIMITS = st.recursive(
    st.builds(Limit, cap_minor=MONEY, until_on=st.none() | st.dates()),
    lambda inner: st.builds(Limit, cap_minor=MONEY, any_of=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=4,
)
CLAUSES = st.builds(
    Clause,
    id=TEXTS,
    amount_minor=MONEY,
    order=st.sampled_from(Order),
    to=st.lists(TEXTS, max_size=3).map(tuple),
    limit=st.none() | LIMITS,
)
PROMISES = st.builds(
    Promise,
    closing_on=st.dates(),
    clauses=st.lists(CLAUSES, max_size=3).map(tuple),
    names=st.dictionaries(TEXTS, TEXTS, max_size=3),
    limits=st.dictionaries(TEXTS, LIMITS, max_size=2),
)


def failures(text: str) -> tuple[Failure, ...]:
    result = read_toml(text, "deal.toml", Promise)
    assert isinstance(result, Failed)
    return result.failures


def only_failure(text: str) -> Failure:
    (failure,) = failures(text)
    return failure


@given(PROMISES)
def test_what_is_written_reads_back_and_writes_the_same_bytes(promise: Promise) -> None:
    text = write_toml(promise)
    assert read_toml(text, "deal.toml", Promise) == Ok(promise)
    assert write_toml(promise) == text


@given(st.lists(CLAUSES, max_size=3))
def test_rows_at_the_end_of_a_file_are_read_as_they_were(clauses: list[Clause]) -> None:
    text = CLOSING + "".join(write_row("clauses", clause) for clause in clauses)
    assert read_toml(text, "deal.toml", Promise) == Ok(Promise(closing_on=date(2025, 1, 15), clauses=tuple(clauses)))


def test_a_row_has_a_line_for_each_key_with_what_stands_in_it_inline() -> None:
    limit = Limit(cap_minor=1_000, until_on=date(2026, 1, 15), any_of=(Limit(cap_minor=2),))
    assert write_row("clauses", Clause(id="a", amount_minor=5_000_000, limit=limit, to=("A", "B"))) == (
        '[[clauses]]\nid = "a"\namount_minor = 5_000_000\nto = [\n    "A",\n    "B",\n]\n'
        "limit = { cap_minor = 1_000, until_on = 2026-01-15, any_of = [\n    { cap_minor = 2 },\n] }\n"
    )
    assert write_row("clauses", Clause(id="b", is_final=True)).endswith("is_final = true\n")


def test_a_key_at_its_default_is_left_out_and_the_others_keep_the_order_of_the_fields() -> None:
    promise = Promise(closing_on=date(2025, 1, 15), clauses=(Clause(id="a", to=("A",), order=Order.PRO_RATA),))
    assert tomllib.loads(write_toml(promise)) == {
        "closing_on": date(2025, 1, 15),
        "clauses": [{"id": "a", "order": "pro-rata", "to": ["A"]}],
    }
    assert list(tomllib.loads(write_toml(promise))["clauses"][0]) == ["id", "order", "to"]


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """Let calls stand as deep as Python lets them by itself; what runs the ledger's chain lets them stand deeper."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("usual_depth")
@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("closing_on\n", "deal.toml:1", "Expected '=' after a key in a key/value pair (column 11)"),
        ('\nid = "a', "deal.toml:2", "Unterminated string (at end of document)"),
        ("n = " + "1" * 5000, "deal.toml", "Exceeds the limit"),
        ("n = " + "[" * 5000, "deal.toml", "recursion"),
    ],
    ids=["a line", "the end", "digits", "depth"],
)
def test_a_text_that_is_no_toml_is_unreadable_with_its_line(text: str, place: str, what: str) -> None:
    failure = only_failure(text)
    assert failure.reason is Reason.UNREADABLE
    assert str(failure.place) == place
    assert what in failure.what


@pytest.mark.usefixtures("usual_depth")
@pytest.mark.parametrize("depth", [200, 400, 3000])
def test_what_is_nested_too_deep_is_unreadable(depth: int) -> None:
    result = read_toml(CLOSING + "clauses = " + "[" * depth + "]" * depth, "deal.toml", Promise)
    assert isinstance(result, Failed)
    (failure,) = result.failures
    assert failure.place.file == "deal.toml"
    assert len(str(failure)) < 1500
    assert (failure.reason is Reason.UNREADABLE) == (depth > 200), failure


def test_a_date_that_does_not_exist_is_unreadable() -> None:
    assert only_failure("closing_on = 2025-02-30").reason is Reason.UNREADABLE


@pytest.mark.parametrize(
    ("text", "reason", "key", "fix"),
    [
        ("", Reason.MISSING, "closing_on", "add the key"),
        (CLOSING + "[[clauses]]\n", Reason.MISSING, "clauses[1].id", "add the key"),
        (CLOSING + "[[clauses]]\nid='x'\namont_minor=1", Reason.UNKNOWN, "clauses[1] (x).amont_minor",
         "did you mean 'amount_minor'?"),
        (CLOSING + "zzz=1", Reason.UNKNOWN, "zzz", "remove it; the keys here are closing_on, clauses, names, limits"),
        (CLOSING + "[[clauses]]\nid='x'\nlimit={cap_minor=1, untl_on=2025-01-01}", Reason.UNKNOWN,
         "clauses[1] (x).limit.untl_on", "did you mean 'until_on'?"),
        (CLOSING + "[[clauses]]\nid='x'\nlimit={cap_minor=1, any_of=[{cap_minor=2, capp_minor=3}]}", Reason.UNKNOWN,
         "clauses[1] (x).limit.any_of[1].capp_minor", "did you mean 'cap_minor'?"),
        (CLOSING + "[limits.first]\ncap_minor=1\ncap_=2", Reason.UNKNOWN, "limits.first.cap_",
         "did you mean 'cap_minor'?"),
        (CLOSING + "[[clauses]]\nid='x'\norder='prorata'", Reason.OUT_OF_RANGE, "clauses[1] (x).order",
         "write 'sequential' or 'pro-rata'"),
        (CLOSING + "[[clauses]]\nid='x'\namount_minor=1.0", Reason.WRONG_TYPE, "clauses[1] (x).amount_minor",
         "write the value in the kind that the key takes"),
        (CLOSING + "[[clauses]]\nid='x'\namount_minor='1'", Reason.WRONG_TYPE, "clauses[1] (x).amount_minor",
         "write the value in the kind that the key takes"),
        (CLOSING + "[[clauses]]\nid='x'\namount_minor=true", Reason.WRONG_TYPE, "clauses[1] (x).amount_minor",
         "write the value in the kind that the key takes"),
        (CLOSING + "[[clauses]]\nid='x'\namount_minor=nan", Reason.WRONG_TYPE, "clauses[1] (x).amount_minor",
         "write the value in the kind that the key takes"),
        (CLOSING + "clauses = 3", Reason.WRONG_TYPE, "clauses", "write the value in the kind that the key takes"),
        ("closing_on = 2025-01-15T09:00:00", Reason.WRONG_TYPE, "closing_on",
         "write the value in the kind that the key takes"),
        ("closing_on = '2025-01-15'", Reason.WRONG_TYPE, "closing_on", "write it without quotes: 2025-01-15"),
        (CLOSING + "[[clauses]]\nid=2025-01-15", Reason.WRONG_TYPE, "clauses[1].id",
         'write it in quotes: "2025-01-15"'),
        (CLOSING + "[[clauses]]\nid='x'\nto=['A', 10:00:00]", Reason.WRONG_TYPE, "clauses[1] (x).to[2]",
         'write it in quotes: "10:00:00"'),
        (CLOSING + "[names]\nA=2025-01-15", Reason.WRONG_TYPE, "names.A", 'write it in quotes: "2025-01-15"'),
        (CLOSING + "[[clauses]]\nid='x'\nis_final=true\nlimit={cap_minor=1}", Reason.INCONSISTENT, "clauses[1] (x)",
         "change one of them"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_key_and_its_remedy(text: str, reason: Reason, key: str, fix: str) -> None:
    failure = only_failure(text)
    assert (failure.reason, failure.place.key, failure.fix) == (reason, key, fix)
    assert failure.place.file == "deal.toml"


def test_a_rule_that_the_whole_file_breaks_is_placed_at_the_file() -> None:
    result = read_toml("id='x'\nis_final=true\nlimit={cap_minor=1}", "clause.toml", Clause)
    assert isinstance(result, Failed)
    assert str(result.failures[0].place) == "clause.toml"
    assert result.failures[0].what == "a final clause has no limit"


def test_an_unknown_key_at_the_top_of_a_table_that_holds_its_own_kind_is_named() -> None:
    result = read_toml("cap_minor=1\ncap_minr=2", "limit.toml", Limit)
    assert isinstance(result, Failed)
    assert result.failures[0].fix == "did you mean 'cap_minor'?"


def test_all_failures_are_reported_at_once() -> None:
    text = "closing_on = 5\n[[clauses]]\nid='x'\nordr=1\n[[clauses]]\nto='A'"
    keys = {failure.place.key for failure in failures(text)}
    assert keys == {"closing_on", "clauses[1] (x).ordr", "clauses[2].id", "clauses[2].to"}


def test_a_wrong_value_is_shown_as_it_was_written() -> None:
    assert only_failure(CLOSING + "clauses = 3").what == "3: input should be a valid array"


def test_a_key_path_counts_lists_from_one_and_names_items_that_have_an_id() -> None:
    table = {"clauses": [{"id": "first"}, {"id": 2}]}
    assert key_path(["clauses", 0, "to", 3], table) == "clauses[1] (first).to[4]"
    assert key_path(["clauses", 1], table) == "clauses[2]"
    assert key_path([], table) == ""


def test_the_schema_is_a_valid_json_schema_and_carries_the_docstrings() -> None:
    schema = json_schema(Promise)
    jsonschema.validators.validator_for(schema).check_schema(schema)
    assert schema["$defs"]["Limit"]["properties"]["cap_minor"]["description"] == "The most that is paid."


def accepted_by_schema(text: str) -> bool:
    table = json.loads(json.dumps(tomllib.loads(text), default=str))
    checker = jsonschema.Draft202012Validator(json_schema(Promise), format_checker=jsonschema.FormatChecker())
    return bool(checker.is_valid(table))


@given(PROMISES)
def test_the_schema_accepts_what_is_written(promise: Promise) -> None:
    assert accepted_by_schema(write_toml(promise))


# JSON Schema knows neither dates beside texts nor 1.0 beside 1, so those cases are read_toml's alone.
KEYS = st.sampled_from(["id", "amount_minor", "order", "to", "limit", "is_final", "other"])
VALUES = st.sampled_from(
    ["1", "true", "'x'", "'pro-rata'", "['A']", "[1]", "[]", "1.5", "{cap_minor = 1}", "{cap = 1}"]
)


@given(st.dictionaries(KEYS, VALUES))
def test_the_schema_and_the_reader_accept_and_refuse_the_same(clause: dict[str, str]) -> None:
    text = CLOSING + "[[clauses]]\n" + "\n".join(f"{key} = {value}" for key, value in clause.items())
    result = read_toml(text, "deal.toml", Promise)
    broken_rule = isinstance(result, Failed) and {f.reason for f in result.failures} == {Reason.INCONSISTENT}
    assert accepted_by_schema(text) == (isinstance(result, Ok) or broken_rule)


def test_a_class_that_no_source_holds_is_read_and_a_misspelt_key_told() -> None:
    made: type[Any] = make_dataclass("Made", [("ends_on", int)], frozen=True, namespace={"__pydantic_config__": STRICT})
    read: Result[Any] = read_toml("end_on = 1\n", "made.toml", made)
    assert isinstance(read, Failed)
    assert read.failures[0].fix == "did you mean 'ends_on'?"
