"""The contracts as they were built: what a node deploys and how it is called. No user needs a compiler."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Artifact:
    """One contract that can be deployed."""

    contract: str
    """Its name in the sources, such as `WaterfallVault`."""
    compiler: str
    """The exact version of the compiler that built it."""
    evm: str
    """The rules of the machine that it was built for."""
    abi: tuple[dict[str, Any], ...]
    """Its functions, events and errors, in the form of the Solidity ABI specification."""
    bytecode: bytes
    """What a transaction without a recipient carries to create it, before the constructor's arguments."""


@cache
def artifact(contract: str) -> Artifact:
    """Read a contract that ships with the package.

    Raises:
        KeyError: no contract of this name ships.
    """
    file = files("chizai.ledger") / "artifacts" / f"{contract}.json"
    if contract not in contracts():
        raise KeyError(f"no contract {contract} ships with this package")
    read = json.loads(file.read_text(encoding="utf-8"))
    return Artifact(
        contract=read["contract"],
        compiler=read["compiler"],
        evm=read["evm"],
        abi=tuple(read["abi"]),
        bytecode=bytes.fromhex(read["bytecode"].removeprefix("0x")),
    )


@cache
def contracts() -> tuple[str, ...]:
    """Give the names of the contracts that ship, in alphabetical order."""
    names = (each.name for each in (files("chizai.ledger") / "artifacts").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))
