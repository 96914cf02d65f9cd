"""A demonstration's dossier over few futures: everything that papers are made from, in little time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chizai.app.papers import make_dossier
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.folder import papers_of
from chizai.units.result import Ok

DEAL = "drug-patents"


def copied(deals_folder: Path, beside: Path, change: Callable[[str], str] = str) -> Path:
    """Copy the deal with 64 futures, its deal file changed."""
    folder = shutil.copytree(deals_folder / DEAL, beside / DEAL)
    inputs = (folder / "inputs.toml").read_text(encoding="utf-8")
    assert "n_paths = 10_000" in inputs
    (folder / "inputs.toml").write_text(inputs.replace("n_paths = 10_000", "n_paths = 64"), encoding="utf-8")
    deal = (folder / "deal.toml").read_text(encoding="utf-8")
    (folder / "deal.toml").write_text(change(deal), encoding="utf-8")
    return folder


def dossier_of(folder: Path) -> Dossier:
    made = make_dossier(folder)
    assert isinstance(made, Ok), made
    return made.value


@pytest.fixture(scope="package")
def folder(deals_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(deals_folder, tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="package")
def dossier(folder: Path) -> Dossier:
    return dossier_of(folder)


@pytest.fixture(scope="package")
def files(dossier: Dossier) -> dict[str, bytes]:
    made = papers_of(dossier)
    assert isinstance(made, Ok), made
    return made.value


@pytest.fixture(scope="package")
def other_dossier(deals_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Give the same deal, one clause of which has a limit that no future reaches."""
    clause = 'id = "redeem-b"\npay = "principal"\n'

    def limited(deal: str) -> str:
        assert clause in deal
        return deal.replace(clause, f"{clause}limit_minor = 999_000_000_000\n")

    return dossier_of(copied(deals_folder, tmp_path_factory.mktemp("other"), limited))
