"""What ships of the contracts is readable, whole, and what their sources build to."""

import re
import tomllib
from pathlib import Path

import pytest

from chizai.ledger.artifacts import artifact, contracts

LARGEST_CODE = 24_576
"""Bytes of code that a contract may have on the chain (EIP-170)."""


def test_every_contract_that_ships_can_be_read_and_deployed() -> None:
    assert {"WaterfallVault", "CashToken", "AttestedCash"} <= set(contracts())
    for name in contracts():
        read = artifact(name)
        assert read.contract == name
        assert read.evm == "berlin"
        assert read.abi
        assert 0 < len(read.bytecode) < 2 * LARGEST_CODE


def test_a_contract_that_does_not_ship_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no contract Mint"):
        artifact("Mint")


def test_ci_builds_what_ships_from_its_sources_before_it_tests(project_root: Path) -> None:
    recipe = (project_root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    begun = [line.partition(" dev.py ")[2] for line in recipe if line.startswith("python3 ")]
    # it takes most of a minute, so that it is done there once, and not here a second time
    assert begun[0].startswith("contracts --check")
    assert "test" in begun[1:]


def test_the_tests_of_the_contracts_run_what_ships(project_root: Path) -> None:
    folder = project_root / "contracts"
    forge = tomllib.loads((folder / "foundry.toml").read_text(encoding="utf-8"))["profile"]
    build = (folder / "build.js").read_text(encoding="utf-8")
    assert forge["default"]["skip"] == ["src/**"]
    assert f'const EVM = "{forge["default"]["evm_version"]}"' in build
    made = re.compile(rf"\bnew ({'|'.join(contracts())})\(")
    for test in (folder / "test").rglob("*.sol"):
        assert not made.search(test.read_text(encoding="utf-8")), (
            f"{test.name} compiles what it should take as it ships"
        )
    assert (
        min(forge["ci"]["fuzz"]["runs"], forge["ci"]["invariant"]["runs"] * forge["ci"]["invariant"]["depth"]) >= 10**4
    )
