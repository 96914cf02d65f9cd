import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from chizai.documents.book import DealBook
from chizai.documents.folder import documents_of

NAMES = {
    "summary.en.html",
    "summary.ja.html",
    "report.en.html",
    "report.ja.html",
    "waterfall.en.svg",
    "waterfall.ja.svg",
    "paydown.svg",
    "periods.csv",
    "periods.xlsx",
    "journal.csv",
    "screening.csv",
    "valuation.csv",
    "manifest.json",
}
ELSEWHERE = """
import hashlib, json, runpy, sys
from chizai.documents.folder import documents_of
book = runpy.run_path(sys.argv[1])["make_book"]()
print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in documents_of(book).items()}))
"""


@pytest.fixture(scope="module")
def documents(book: DealBook) -> dict[str, bytes]:
    return documents_of(book)


def test_the_folder_holds_these_files(documents: dict[str, bytes], bare: DealBook) -> None:
    assert set(documents) == set(documents_of(bare)) == NAMES
    assert all(documents.values())


def test_the_manifest_names_every_other_file_by_its_digest(documents: dict[str, bytes], book: DealBook) -> None:
    manifest = json.loads(documents["manifest.json"])
    others = {
        name: hashlib.sha256(content).hexdigest() for name, content in documents.items() if name != "manifest.json"
    }
    assert manifest["files"] == others
    assert manifest["program_digest"] == book.run.program.digest()
    assert date.fromisoformat(manifest["as_of_on"]) == book.provenance.as_of_on
    assert manifest["inputs"] == {"deal.toml": "ab" * 32}
    assert list(manifest) == sorted(manifest)


@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("Pacific/Niue", "2")])
def test_the_same_book_gives_the_same_bytes_in_another_process_and_zone(
    documents: dict[str, bytes], zone: str, seed: str
) -> None:
    sample = Path(__file__).with_name("conftest.py")
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", ELSEWHERE, str(sample)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {name: hashlib.sha256(it).hexdigest() for name, it in documents.items()}
