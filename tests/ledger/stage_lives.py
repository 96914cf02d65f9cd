"""The four stages, killed again and again: run by `test_stages_crash.py` in an interpreter of its own.

All parties' processes and whoever asks them are one group, which is killed with SIGKILL at a moment by chance. The
moments are spread over the whole run: the first kill comes early, the last when nearly all is done.
"""

import json
import os
import random
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

import eth.vm.forks.berlin  # noqa: F401 loaded once, before the children are made
from tests.ledger.stage_performance import SEED

from chizai.app.ledger_gates import ask_law
from chizai.ledger import embedded  # noqa: F401 as above
from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.ledger.stages.perform import CHAIN, perform
from chizai.units.result import Ok

MADE_WITHIN_S = 60
LOOK_S = 0.01
"""How often it is looked how far the chain has come, in seconds."""
JITTER_S = 0.15
"""A kill comes at most so long after the chain has come so far: about what a transaction takes."""


def url(place: Path) -> str:
    """Name the chain of a run."""
    return f"embedded:{place / 'chain.sqlite'}"


def work(place: Path) -> None:
    """Play the four stages, and write down what came."""
    came = perform(place, url(place), SEED, ask_law)
    assert isinstance(came, Ok), came
    (place / "told.json").write_text(json.dumps(asdict(came.value), sort_keys=True))


def life(place: Path, until: int | None = None, seconds: float = 0) -> bool:
    """Let a group of processes work, and say whether it lived to the end.

    With `until`, it is killed so many seconds after the chain has so many blocks.
    """
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        work(place)
        os._exit(0)
    os.setpgid(child, child)  # here too, so that the group is there whoever comes first
    if until is not None:
        wait_for(place, until)
        time.sleep(seconds)
        os.killpg(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert status in {0, signal.SIGKILL}, status
    return status == 0


def wait_for(place: Path, until: int) -> None:
    """Wait until a chain has so many blocks; while it is being made, it may not be there to look at yet."""
    node = connect(url(place), NodeTerms(embedded=CHAIN))
    given_up_at = time.monotonic() + MADE_WITHIN_S
    while not isinstance(node, Ok):
        assert time.monotonic() < given_up_at, node
        time.sleep(LOOK_S)
        node = connect(url(place), NodeTerms(embedded=CHAIN))
    while node.value.web3.eth.block_number < until:
        time.sleep(LOOK_S)
    disconnect(node.value)  # no file may be open across a fork


def height(place: Path) -> int:
    """Say how many blocks a chain has."""
    node = connect(url(place), NodeTerms(embedded=CHAIN))
    assert isinstance(node, Ok)
    number = node.value.web3.eth.block_number
    disconnect(node.value)
    return number


def main(place: Path, whole: int, kills: int) -> None:
    """Play with kills, spread over as many blocks as the whole has; print what became of it."""
    chance = random.Random(20260401)  # noqa: S311 repeats itself, guards nothing
    heights: list[int] = []
    for number in range(kills):
        last = heights[-1] if heights else 0
        until = min(max(last + 1, whole * number // kills), whole)
        assert not life(place, until, chance.uniform(0, JITTER_S))
        heights.append(height(place))
    assert life(place)
    sys.stdout.write(json.dumps({"came": json.loads((place / "told.json").read_text()), "heights": heights}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
