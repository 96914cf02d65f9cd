"""The four stages, performed: each party is asked to take its turns, and at the end what it sees."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.pseudonym import new_words
from chizai.ledger.stages.cast import ASKERS, PARTS, Member, read_cast, write_cast
from chizai.ledger.stages.desk import POST, WORDS_FILE, contracts, replace
from chizai.ledger.stages.facts import BEGAN_UNIX_SECONDS, DEAL, STEP_SECONDS, due_unix_seconds, lay_out_deal
from chizai.ledger.stages.gate_answer import AskGateOf
from chizai.ledger.stages.process import SHARED, Ask, ask, heard, processes
from chizai.ledger.stages.script import SCRIPT
from chizai.ledger.stages.view import View
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

OWN = 0o700
"""Who may look into a party's folder: whoever it belongs to."""
CHAIN = EmbeddedTerms(began_unix_seconds=BEGAN_UNIX_SECONDS, step_seconds=STEP_SECONDS)


@dataclass(frozen=True, slots=True)
class Performance:
    """What came of it."""

    views: tuple[View, ...]
    """What each party sees."""
    n_blocks: int
    block_hash: str
    state_root: str
    """Of the last block: equal for equal seeds on chains of equal terms."""


def perform(
    folder: Path,
    url: str,
    seed: bytes,
    law: AskGateOf,
    say: Callable[[int, tuple[str, ...]], None] = lambda *_: None,
) -> Result[Performance]:
    """Perform the four stages, or go on with them where they were interrupted.

    Args:
        folder: where each party has its own; made if it is not there.
        url: of the node: `embedded:` and a file, or the address of a test node whose clock can be set.
        seed: what all parties' words come from; with other words, all addresses are others.
        law: what company and trustee ask before they issue or pay, each of the deal in `deal` of its own folder.
        say: is told the number of each turn that was taken, and what was said in it.

    Returns:
        what came of it; or what kept it from going on: then the same call goes on.
    """
    terms = NodeTerms(confirmations=0, embedded=CHAIN)
    ready = _ready(folder, url, terms)
    if isinstance(ready, Failed):
        return ready
    _hand_out_words(folder, seed)
    with processes(folder, url, terms, law) as ends:
        met = _introduce(folder / SHARED, ends)
        if isinstance(met, Failed):
            return met
        for number, turn in enumerate(SCRIPT):
            said = ask(ends, turn.party, Ask("take", number))
            if isinstance(said, Failed):
                return said
            say(number, said.value)
        for end in ends.values():
            end.send(Ask("look"))  # all look at once: nobody changes anything any more
        views = [heard(ends, part.id) for part in PARTS]
    failures = tuple(failure for each in views if isinstance(each, Failed) for failure in each.failures)
    if failures:
        return Failed(failures)
    return _came(url, terms, tuple(each.value for each in views if isinstance(each, Ok)))


def _ready(folder: Path, url: str, terms: NodeTerms) -> Result[None]:
    """Make the folders, and see that the node is there and its clock stands before the deal's closing."""
    try:
        (folder / SHARED / POST).mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            (folder / part.id).mkdir(mode=OWN, exist_ok=True)
        for party in ASKERS:
            lay_out_deal(folder / party / DEAL)
    except OSError as error:
        what, why = f"it cannot be made: {error.strerror}", "each party keeps its own folder in it"
        return Failed((Failure(Reason.UNREADABLE, Place(str(folder)), what, why, "name a folder that can be written"),))
    opened = connect(url, terms)
    if isinstance(opened, Failed):
        return opened
    try:
        return _on_time(opened.value, folder / SHARED)
    finally:
        disconnect(opened.value)


def _on_time(node: Node, shared: Path) -> Result[None]:
    known = contracts(shared)
    if known:
        first = next(iter(known.values()))[1]
        if node.web3.eth.get_code(first):
            return Ok(None)
        what, why = "the folder's deal stands on another chain", "a deal stands on one chain"
        fix = "name the node that it was begun with, or a new folder"
        return Failed((Failure(Reason.INCONSISTENT, node.place, what, why, fix),))
    if node.web3.eth.get_block("latest")["timestamp"] < due_unix_seconds(1):
        return Ok(None)
    what, why = "its clock is past the deal's first payment date", "every report would be late"
    fix = f"use a new embedded: file, or start a test node at {BEGAN_UNIX_SECONDS} (anvil --timestamp)"
    return Failed((Failure(Reason.OUT_OF_RANGE, node.place, what, why, fix),))


def _hand_out_words(folder: Path, seed: bytes) -> None:
    """Give each party its words, once. In earnest each makes its own, and nobody else ever sees them."""
    for part in PARTS:
        file = folder / part.id / WORDS_FILE
        if not file.is_file():
            words = new_words(lambda n_bytes, name=part.id: hashlib.sha256(seed + name.encode()).digest()[:n_bytes])  # type: ignore[misc]
            replace(file, words.encode())


def _introduce(shared: Path, ends: dict[str, Connection]) -> Result[None]:
    cast: dict[str, Member] = read_cast(shared)
    for part in PARTS:
        if part.id not in cast:
            shown = ask(ends, part.id, Ask("introduce"))
            if isinstance(shown, Failed):
                return shown
            cast[part.id] = shown.value
            write_cast(shared, cast)
    return Ok(None)


def _came(url: str, terms: NodeTerms, views: tuple[View, ...]) -> Result[Performance]:
    opened = connect(url, terms)
    if isinstance(opened, Failed):
        return opened
    head = opened.value.web3.eth.get_block("latest")
    disconnect(opened.value)
    return Ok(Performance(views, head["number"], head["hash"].hex(), head["stateRoot"].hex()))
