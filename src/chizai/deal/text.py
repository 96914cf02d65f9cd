"""The deal file: TOML text to a checked deal, and back."""

from typing import Any

from chizai.deal.check import check
from chizai.deal.model import Deal
from chizai.units.result import Failed, Ok, Result
from chizai.units.toml import json_schema, read_toml, write_toml


def read_deal(text: str, file: str = "deal.toml") -> Result[Deal]:
    """Read and check a deal file; all that is wrong with it comes back at once.

    Args:
        text: the whole file.
        file: its name as the user gave it, for failures.
    """
    read = read_toml(text, file, Deal)
    if isinstance(read, Failed):
        return read
    failures = check(read.value, file)
    return Failed(failures) if failures else Ok(read.value)


def write_deal(deal: Deal) -> str:
    """Write a deal as the text that `read_deal` reads; the same deal always gives the same bytes."""
    return write_toml(deal)


def deal_schema() -> dict[str, Any]:
    """Give the JSON Schema of the deal file, with what each key means."""
    return json_schema(Deal)
