"""The four stages with all processes killed at moments by chance: nothing is lost, nothing is done twice."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tests.ledger.stage_performance import Played

KILLS = int(os.environ.get("CHIZAI_STAGE_KILLS", "2"))
"""How many; the page on the ledger says what 50 gave."""


def test_kills_at_any_moment_lose_nothing_and_double_nothing(deal: Played, tmp_path: Path, project_root: Path) -> None:
    command = [sys.executable, "-m", "tests.ledger.stage_lives", str(tmp_path), str(deal.came.n_blocks), str(KILLS)]
    run = subprocess.run(command, cwd=project_root, check=False, capture_output=True, text=True, timeout=3000)
    assert not run.returncode, run.stderr
    told = json.loads(run.stdout)
    assert len(told["heights"]) == KILLS
    assert told["heights"] == sorted(told["heights"])
    assert len(set(told["heights"])) > KILLS // 2  # the kills fell on different moments of the work
    # views, number of blocks, hash and state root of the last: as in the play that nobody disturbed
    assert told["came"] == json.loads(json.dumps(asdict(deal.came)))
