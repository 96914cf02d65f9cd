"""What ships of the contracts is readable, whole, and what their sources build to."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chizai.ledger.artifacts import artifact, contracts

LARGEST_CODE = 24_576
"""Bytes of code that a contract may have on the chain (EIP-170)."""


def without_node(reason: str) -> None:
    """Skip where Node is absent, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


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


def test_what_ships_is_what_the_sources_build_to(project_root: Path) -> None:
    if shutil.which("npm") is None:
        without_node("building the contracts needs npm")
    build = [sys.executable, str(project_root / "dev.py"), "contracts", "--check"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
