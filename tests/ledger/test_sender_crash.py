"""A process that is killed at any moment: nothing is lost, nothing is done twice."""

import json
import subprocess
import sys
from pathlib import Path

KILLS, COUNT = 50, 50


def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    lives = Path(__file__).with_name("sender_lives.py")
    command = [sys.executable, str(lives), str(tmp_path), str(KILLS), str(COUNT)]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    assert not run.returncode, run.stderr
    told = json.loads(run.stdout)
    heights = told["heights"]
    assert len(heights) == KILLS
    assert heights == sorted(heights)
    assert len(set(heights)) > KILLS // 10  # the kills fell on different moments of the work
    assert told["rough"] == told["calm"]
    assert told["rough"]["number"] == COUNT
    assert told["rough"]["supply"] == sum(1000 + number for number in range(1, COUNT))
