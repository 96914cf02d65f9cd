"""The page on the contracts says all that they can do and refuse, and nothing that they cannot."""

import re
from pathlib import Path

import pytest

from chizai.ledger.artifacts import artifact

CONTRACTS = ("Registry", "Anchor", "AssetRegister", "ClassToken", "Settlement")
CODE = re.compile(r"`(\w+)`")


@pytest.fixture(scope="module")
def page(project_root: Path) -> str:
    return (project_root / "docs" / "ledger-contracts.md").read_text(encoding="utf-8")


def _section(page: str, heading: str) -> str:
    """Give the first column, or all, of what stands under a heading."""
    return page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_function_that_changes_something_stands_under_its_contract_with_who_may_call_it(page: str) -> None:
    told: dict[str, set[str]] = {}
    contract = ""
    for row in re.findall(r"^\| *(\w*) *\| (`.*?) \| ", _section(page, "Who may do what"), re.MULTILINE):
        contract = row[0] or contract
        told.setdefault(contract, set()).update(CODE.findall(row[1]))
    assert told == {
        name: {
            entry["name"]
            for entry in artifact(name).abi
            if entry["type"] == "function" and entry["stateMutability"] not in {"view", "pure"}
        }
        for name in CONTRACTS
    }


def test_every_named_error_has_its_remedy(page: str) -> None:
    rows = re.findall(r"^\| (`.*?) \| \S", _section(page, "Refusals"), re.MULTILINE)
    told = [name for row in rows for name in CODE.findall(row)]
    declared = {entry["name"] for name in CONTRACTS for entry in artifact(name).abi if entry["type"] == "error"}
    assert sorted(told) == sorted(declared)


def test_every_attack_names_tests_that_exist(page: str, project_root: Path) -> None:
    files = set(re.findall(r"`([\w.]+\.(?:t\.sol|py))`", _section(page, "What an attacker tries")))
    here = {file.name for file in (project_root / "tests" / "ledger").iterdir()}
    there = {file.name for file in (project_root / "contracts" / "test").iterdir()}
    assert files
    assert files <= here | there
