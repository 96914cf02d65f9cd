"""Why a contract refused: the bytes of a revert as the named error that its sources declare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from chizai.ledger.artifacts import artifact, contracts

SOLIDITY = (
    {"type": "error", "name": "Error", "inputs": [{"name": "message", "type": "string"}]},
    {"type": "error", "name": "Panic", "inputs": [{"name": "code", "type": "uint256"}]},
)
"""The errors that the language itself has: a text, and a failed assertion or a number out of bounds."""
SELECTOR_BYTES = 4


@dataclass(frozen=True, slots=True)
class Refusal:
    """A named error of a contract."""

    error: str
    """Its name, such as `NotIssuer`; empty if the contract gave no reason, or one that no known contract declares."""
    arguments: tuple[tuple[str, object], ...] = ()
    """What it says: name and value of each argument."""
    content: bytes = b""
    """The bytes as they came."""

    def __str__(self) -> str:
        """Say it as `NotIssuer(caller=0x…)`."""
        if not self.error:
            return f"no known error (0x{self.content.hex()})" if self.content else "no reason given"
        return f"{self.error}({', '.join(f'{name}={_said(value)}' for name, value in self.arguments)})"


def _said(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)


def errors(abi: Sequence[Mapping[str, Any]]) -> dict[bytes, Mapping[str, Any]]:
    """Give the errors that an ABI declares, by the four bytes that begin them."""
    from eth_utils.abi import function_abi_to_4byte_selector

    declared = (entry for entry in abi if entry["type"] == "error")
    return {function_abi_to_4byte_selector(entry): entry for entry in declared}  # type: ignore[arg-type]


@cache
def known_errors() -> dict[bytes, Mapping[str, Any]]:
    """Give the errors of all contracts that ship with the package, and the language's own."""
    shipped: dict[bytes, Mapping[str, Any]] = {}
    for name in contracts():
        shipped |= errors(artifact(name).abi)
    return errors(SOLIDITY) | shipped


def decode_refusal(content: bytes, declared: Mapping[bytes, Mapping[str, Any]] | None = None) -> Refusal:
    """Read the bytes of a revert.

    Args:
        content: what the call gave back.
        declared: the errors by their first four bytes; without them, `known_errors()`.
    """
    from eth_abi.abi import decode
    from eth_abi.exceptions import DecodingError
    from eth_utils.abi import collapse_if_tuple

    known = known_errors() if declared is None else declared
    entry = known.get(content[:SELECTOR_BYTES])
    if entry is None:
        return Refusal("", (), content)
    try:
        values = decode([collapse_if_tuple(each) for each in entry["inputs"]], content[SELECTOR_BYTES:])
    except DecodingError:
        return Refusal("", (), content)
    names = (each["name"] for each in entry["inputs"])
    return Refusal(entry["name"], tuple(zip(names, values, strict=True)), content)
