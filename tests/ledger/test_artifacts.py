"""What ships of the contracts is readable, whole, and what their sources build to."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
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


def test_the_tests_of_the_contracts_run_what_ships(project_root: Path) -> None:
    build = (project_root / "contracts" / "build.js").read_text(encoding="utf-8")
    forge = tomllib.loads((project_root / "contracts" / "foundry.toml").read_text(encoding="utf-8"))["profile"]
    settings = forge["default"]
    steps = "".join(re.findall(r'"([^"]+)"', build.split("const STEPS =")[1].split(";")[0]))
    assert settings["optimizer_details"]["yulDetails"] == {"stackAllocation": True, "optimizerSteps": steps}
    assert f'const EVM = "{settings["evm_version"]}"' in build
    assert f"runs: {settings['optimizer_runs']}" in build
    assert settings["via_ir"] is ("viaIR: true" in build)
    assert (settings["bytecode_hash"], settings["cbor_metadata"]) == ("none", False)
    assert (
        min(forge["ci"]["fuzz"]["runs"], forge["ci"]["invariant"]["runs"] * forge["ci"]["invariant"]["depth"]) >= 10**4
    )
