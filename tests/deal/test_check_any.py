"""However a deal is spoilt, its check gives failures and never crashes; and what it lets pass can be compiled."""

import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from chizai.deal.check import check
from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.units.result import Failed, Failure, Ok

FORMULAS = (
    "",
    "0",
    "principal(A)",
    "target(reserve) + target(trap)",
    "target(cash)",
    "triggered(cover)",
    "not final()",
    "observed(tibor) < 5%",
    "trailing(4, paid(principal)) > ledger(deficiency)",
    "(",
    "collections() and",
)
NUMBERS = st.sampled_from((-1, 0, 1, 2, 3, 7, 12, 1_000, 1_000_000, 10**9, 2**62, 2**63))
DAYS = st.dates(date(2024, 6, 1), date(2032, 1, 1)) | st.sampled_from((date.min, date(2026, 1, 15), date.max))


def values(hint: Any, words: Sequence[str]) -> st.SearchStrategy[Any]:
    """Give any value of a type, texts among them that mean something."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return st.one_of(*(values(part, words) for part in parts))
    if origin is tuple:
        return st.lists(values(parts[0], words), max_size=3).map(tuple)
    if hint is type(None):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is int:
        return NUMBERS
    if hint is date:
        return DAYS
    if hint is str:
        return st.sampled_from((*words, *FORMULAS)) | st.text(max_size=5)
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: values(hints[field.name], words) for field in fields(hint)})


def with_field(draw: st.DrawFn, noun: Any, words: Sequence[str]) -> Any:
    """Replace one field of a noun; of a deal, mostly one of an entry of its tables, or the entries of a table."""
    field = draw(st.sampled_from(fields(noun)))
    now, hint = getattr(noun, field.name), get_type_hints(type(noun))[field.name]
    if is_dataclass(now):
        return replace(noun, **{field.name: with_field(draw, now, words)})
    if isinstance(now, tuple) and now and is_dataclass(now[0]):
        number = draw(st.integers(0, len(now) - 1))
        before, after = now[:number], now[number + 1 :]
        changed = draw(st.sampled_from(("changed", "changed", "changed", "moved", "gone", "twice", "more")))
        if changed == "changed":
            now = (*before, with_field(draw, now[number], words), *after)
        elif changed == "moved":
            now = (*before, *after, now[number])
        elif changed == "gone":
            now = (*before, *after)
        elif changed == "twice":
            now = (*now, now[number])
        else:
            now = (*now, draw(values(type(now[number]), words)))
        return replace(noun, **{field.name: now})
    return replace(noun, **{field.name: draw(values(hint, words))})


@st.composite
def spoilt_deals(draw: st.DrawFn, deal: Deal) -> Deal:
    tables = [getattr(deal, field.name) for field in fields(deal)]
    words = [item.id for table in tables if isinstance(table, tuple) for item in table]
    for _ in range(draw(st.integers(1, 6))):
        deal = with_field(draw, deal, words)
    return deal


@settings(max_examples=400)
@given(st.data())
def test_a_spoilt_deal_gives_failures_or_a_program_and_never_crashes(full: Deal, data: st.DataObject) -> None:
    wrong = data.draw(spoilt_deals(full))
    failures = check(wrong, "any.toml")
    assert all(type(failure) is Failure and failure.place.file == "any.toml" for failure in failures)
    assert all(failure.place.key and failure.what and failure.why and failure.fix for failure in failures)
    assert check(wrong, "any.toml") == failures
    if not failures:
        assert isinstance(compile_deal(wrong), Ok | Failed)
