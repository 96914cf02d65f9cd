"""What the analyser finds in the contracts is what the page of the contracts explains, neither more nor less."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

FOUND = re.compile(r"^warning\[([a-z-]+)\].*\n.*[ /](\w+\.sol):\d+", re.MULTILINE)
EXPLAINED = re.compile(r"^\| `([a-z-]+)` \| `(\w+\.sol)` \| (\d+) \| \S", re.MULTILINE)


def test_every_finding_of_the_analyser_is_explained(project_root: Path) -> None:
    tools = list((project_root / "contracts" / "node_modules" / "@foundry-rs").glob("forge-*/bin/forge*"))
    if not tools:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("`python3 dev.py contracts` installs the analyser")
    lint = [sys.executable, str(project_root / "dev.py"), "contracts", "--lint"]
    done = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (project_root / "docs" / "ledger-contracts.md").read_text(encoding="utf-8")
    explained = {(name, file): int(times) for name, file, times in EXPLAINED.findall(page)}
    assert Counter(FOUND.findall(done.stdout + done.stderr)) == explained
