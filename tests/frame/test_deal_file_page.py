"""The page of the deal file names every key that is read, and every word of a formula."""

import re
import types
import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest

from chizai.assets.licences import Licence
from chizai.deal.formula import COMPARISONS, DEEPEST, FUNCTIONS, LONGEST, LONGEST_TRAIL, MOST_SIGNS
from chizai.deal.model import Deal
from chizai.deal.quantities import QUANTITIES, Kind
from chizai.feeds.assessments import COLUMNS
from chizai.feeds.inputs import Inputs
from chizai.feeds.observations import COLUMNS as OBSERVATION_COLUMNS
from chizai.feeds.registers import ASSIGNMENT_COLUMNS, RIGHT_COLUMNS


def words_of(noun: object) -> set[str]:
    """Give all keys that a dataclass takes in TOML, and the values of its enumerations."""
    if isinstance(noun, type) and issubclass(noun, Enum):
        return {str(member.value) for member in noun}
    if is_dataclass(noun) and isinstance(noun, type):
        hints = typing.get_type_hints(noun)
        inner = set().union(*(words_of(hints[field.name]) for field in fields(noun)))
        return {field.name for field in fields(noun)} | inner
    if isinstance(noun, types.UnionType) or typing.get_origin(noun) is tuple:
        return set().union(*(words_of(part) for part in typing.get_args(noun)))
    return set()


def unnamed(words: Iterable[str], project_root: Path) -> set[str]:
    page = (project_root / "docs" / "deal-file.md").read_text(encoding="utf-8")
    return {word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", page)}


@pytest.mark.parametrize("noun", [Deal, Inputs, Licence])
def test_the_page_names_every_key_and_value_of_a_file(project_root: Path, noun: type) -> None:
    assert unnamed(words_of(noun), project_root) == set()


@pytest.mark.parametrize("columns", [RIGHT_COLUMNS, ASSIGNMENT_COLUMNS, COLUMNS, OBSERVATION_COLUMNS])
def test_the_page_names_every_column_of_a_register(project_root: Path, columns: tuple[str, ...]) -> None:
    assert unnamed(columns, project_root) == set()


@pytest.mark.parametrize("word", [*QUANTITIES, *FUNCTIONS])
def test_the_page_names_every_quantity_and_function_of_a_formula(project_root: Path, word: str) -> None:
    page = (project_root / "docs" / "deal-file.md").read_text(encoding="utf-8")
    assert re.search(rf"`{re.escape(word)}\(", page)


def test_a_quantity_takes_what_the_page_says(project_root: Path) -> None:
    page = (project_root / "docs" / "deal-file.md").read_text(encoding="utf-8")
    written = {name: re.search(rf"`{re.escape(name)}\((\w*)\)`", page) for name in QUANTITIES}
    taken = {name: found.group(1) for name, found in written.items() if found}
    assert taken.keys() == QUANTITIES.keys()
    # a plural where several ids may stand, nothing where none may
    assert {name for name, of in taken.items() if of.endswith("s")} == {
        name for name, terms in QUANTITIES.items() if terms.takes_several
    }
    assert {name for name, of in taken.items() if not of} == {
        name for name, terms in QUANTITIES.items() if not terms.of
    }


def test_the_page_names_every_sign_kind_and_bound_of_a_formula(project_root: Path) -> None:
    page = (project_root / "docs" / "deal-file.md").read_text(encoding="utf-8")
    assert [sign for sign in (*COMPARISONS, "not", "and", "or") if f"`{sign}`" not in page] == []
    assert [kind for kind in Kind if f"| {kind} |" not in page] == []
    bounds = (f"{LONGEST:,} characters", f"{MOST_SIGNS} signs", f"{DEEPEST} deep", f"1 to {LONGEST_TRAIL} periods")
    assert [bound for bound in bounds if bound not in page] == []
