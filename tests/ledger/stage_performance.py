"""The four stages, played once for all tests that look at what came of them, in whatever process these run."""

import pickle
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chizai.app.ledger_gates import ask_law
from chizai.ledger.envelope import can_open
from chizai.ledger.envelope_file import read_envelope
from chizai.ledger.node import Node
from chizai.ledger.stages.cast import PARTS, read_cast
from chizai.ledger.stages.desk import Desk, open_desk
from chizai.ledger.stages.facts import DEAL
from chizai.ledger.stages.gate_answer import AskGateOf
from chizai.ledger.stages.perform import Performance, perform
from chizai.ledger.stages.script import SCRIPT
from chizai.units.result import Ok

SEED = b"tests"
WAIT_S = 300
"""How long another process is waited for that plays, in seconds."""
FIRST_OPENING = next(number for number, turn in enumerate(SCRIPT) if turn.doing == "opens its appraisal")


@dataclass(frozen=True, slots=True)
class Played:
    """A performance, where it was played, and what was said meanwhile."""

    came: Performance
    folder: Path
    """May be used and added to; `rest` is what it held when all had been played and every file was closed."""
    rest: Path
    url: str
    said: dict[int, tuple[str, ...]]
    sealed_to: list[list[str]]
    """Who could open each appraisal before either was opened to its readers."""


def play(folder: Path, url: str) -> Played:
    """Play the four stages."""
    said: dict[int, tuple[str, ...]] = {}
    sealed_to: list[list[str]] = []

    def listen(number: int, lines: tuple[str, ...]) -> None:
        said[number] = lines
        if number == FIRST_OPENING - 1:
            sealed_to.extend(readers_of_appraisals(folder / "shared"))

    came = perform(folder, url, SEED, ask_law, listen)
    assert isinstance(came, Ok), came
    rest = folder.with_name(f"{folder.name} at rest")
    shutil.copytree(folder, rest)
    return Played(came.value, folder, rest, url, said, sealed_to)


def desk_of(deal: Played, node: Node, party: str, law: AskGateOf = ask_law) -> Desk:
    """Sit down at a party's desk, once all is played."""
    return desk_in(deal.folder, node, party, law)


def desk_in(folder: Path, node: Node, party: str, law: AskGateOf = ask_law) -> Desk:
    """Sit down at a party's desk in the folder of a demonstration."""
    (part,) = [part for part in PARTS if part.id == party]
    return open_desk(part, node, folder / party, folder / "shared", partial(law, folder / party / DEAL))


def readers_of_appraisals(shared: Path) -> list[list[str]]:
    """Say who can open each appraisal that lies in the post."""
    cast, found = read_cast(shared), []
    for file in sorted((shared / "post").glob("valuation-*")):
        envelope = read_envelope(file.read_bytes(), file.name)
        assert isinstance(envelope, Ok)
        found.append([name for name, member in cast.items() if can_open(envelope.value, member.public)])
    return found


def once(root: Path, make: Callable[[], Played]) -> Played:
    """Give what the first process that asks makes; the others wait for it."""
    kept = root / "played"
    with alone(root / "playing.sqlite"):
        if not kept.is_file():
            kept.write_bytes(pickle.dumps(make()))
        played: Played = pickle.loads(kept.read_bytes())  # noqa: S301 written a line above, or by such a process
        return played


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let one process at a time do what is inside: SQLite's lock ends with the process that holds it."""
    connection = sqlite3.connect(file, timeout=WAIT_S, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()
