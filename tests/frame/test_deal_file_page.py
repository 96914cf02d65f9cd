"""The page of the deal file names every key that is read."""

import re
import types
import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest

from chizai.assets.licences import Licence
from chizai.deal.model import Deal
from chizai.feeds.assessments import COLUMNS
from chizai.feeds.inputs import Inputs
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


@pytest.mark.parametrize("columns", [RIGHT_COLUMNS, ASSIGNMENT_COLUMNS, COLUMNS])
def test_the_page_names_every_column_of_a_register(project_root: Path, columns: tuple[str, ...]) -> None:
    assert unnamed(columns, project_root) == set()
