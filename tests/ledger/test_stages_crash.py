"""The four stages with all processes killed at moments by chance: nothing is lost, nothing is done twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

KILLS = int(os.environ.get("CHIZAI_STAGE_KILLS", "2"))
"""How many; the page on the ledger says what 50 gave."""


def test_kills_at_any_moment_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    lives = Path(__file__).with_name("stage_lives.py")
    command = [sys.executable, str(lives), str(tmp_path), str(KILLS)]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=3000)
    assert not run.returncode, run.stderr
    told = json.loads(run.stdout)
    assert len(told["heights"]) == KILLS
    assert told["heights"] == sorted(told["heights"])
    assert len(set(told["heights"])) > KILLS // 2  # the kills fell on different moments of the work
    assert told["rough"] == told["calm"]  # views, number of blocks, hash and state root of the last
