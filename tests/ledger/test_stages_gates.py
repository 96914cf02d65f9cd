"""Whoever issues or pays asks the law first: a shut gate stops the stage before anything is sent, with the article."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.ledger.planted import files_for_all
from tests.ledger.stage_performance import SEED, Played, desk_of

from chizai.app.ledger_demo import ask_law
from chizai.law.gate import Gate
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.sender_outbox import Outbox
from chizai.ledger.stages.desk import OUTBOX_FILE, read_posted
from chizai.ledger.stages.gate_answer import Answer
from chizai.ledger.stages.life import buy_substitute
from chizai.ledger.stages.perform import CHAIN, perform
from chizai.ledger.stages.script import SCRIPT
from chizai.ledger.stages.turn import Gated, play
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

FAULTS = {
    "escrow_until_registered = true": "escrow_until_registered = false",
    "blocks_unqualified = true": "blocks_unqualified = false",
    'collector = "licensed-servicer"': 'collector = "other"',
}
"""One for each act, in the order in which the stages come to them: buying, issuing, distributing."""
PAID_ONCE = next(number for number, turn in enumerate(SCRIPT) if turn.doing == "has the vault pay period 1")
APPROVERS = ("Example counsel, file 7310", "Example director, file 2246")


class EnoughError(Exception):
    """All that a test asks for has been played."""


@pytest.fixture
def node(deal: Played) -> Iterator[Node]:
    opened = connect(deal.url, NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(opened, Ok)
    yield opened.value
    disconnect(opened.value)


def chain_of(folder: Path) -> str:
    return f"embedded:{folder / 'chain.sqlite'}"


def stopped(folder: Path, party: str, first: str) -> tuple[Failure, ...]:
    """Play until a gate stops the stage: the call that would come first is not written, however often it is tried."""
    came = perform(folder, chain_of(folder), SEED, ask_law)
    height = height_without(folder, party, first)
    assert isinstance(came, Failed)
    assert perform(folder, chain_of(folder), SEED, ask_law) == came
    assert height_without(folder, party, first) == height
    return came.failures


def height_without(folder: Path, party: str, key: str) -> int:
    """Give the number of blocks, once it is seen that a party did not even sign what stands under a key."""
    opened = connect(chain_of(folder), NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(opened, Ok)
    outbox = Outbox(folder / party / OUTBOX_FILE)
    assert outbox.find(opened.value.genesis_hash, key) is None
    outbox.close()
    height = opened.value.web3.eth.block_number
    disconnect(opened.value)
    return height


def mend(folder: Path, fault: str) -> None:
    file = folder / "deal" / "law.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(FAULTS[fault], fault), encoding="utf-8")


def override(folder: Path, gate: Gate, rule: str) -> None:
    approvers = ", ".join(f'{{ name = "{name}", role = "{name.split()[1][:-1]}" }}' for name in APPROVERS)
    text = f'gate = "{gate}"\nrule = "{rule}"\napprovers = [{approvers}]\nreason = "it is a test"\n'
    (folder / "deal" / "overrides.toml").write_text(f"[[overrides]]\n{text}decided_on = 2025-03-31\n", encoding="utf-8")


def test_each_act_is_held_until_its_fault_is_mended_or_two_persons_answer_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "held"
    assert isinstance(perform(folder, "nowhere:else", SEED, ask_law), Failed)  # lays out the deal
    law = folder / "deal" / "law.toml"
    text = law.read_text(encoding="utf-8")
    for right, wrong in FAULTS.items():
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    law.write_text(text, encoding="utf-8")
    of_buying, _, of_distributing = FAULTS

    failures = stopped(folder, "spc", "allow the price")
    assert [each.what.split(" shuts")[0] for each in failures] == [f"PAT-008 (right-{n})" for n in (1, 2, 3)]
    assert "Patent Act, art. 98(1)(1)" in failures[0].why
    assert failures[0].place == Place("law.toml")
    assert "law.toml: sale.escrow_until_registered" in failures[0].fix
    assert "or have two named persons answer for it in overrides.toml" in failures[0].fix

    mend(folder, of_buying)
    (failure,) = stopped(folder, "spc", "issue class A")
    assert "FIEA-004 shuts the gate issue: " in failure.what
    assert "the ledger refuses others: no" in failure.what
    assert "Financial Instruments and Exchange Act, art. 2(3)" in failure.why
    assert "law.toml: ledger.blocks_unqualified" in failure.fix

    override(folder, Gate.ISSUE, "FIEA-004")
    (failure,) = stopped(folder, "trustee", "pay period 1")
    assert "SVC-001 shuts the gate distribute" in failure.what

    mend(folder, of_distributing)
    said: dict[int, tuple[str, ...]] = {}

    def listen(number: int, lines: tuple[str, ...]) -> None:
        said[number] = lines
        if number == PAID_ONCE:
            raise EnoughError

    with pytest.raises(EnoughError):
        perform(folder, chain_of(folder), SEED, ask_law, listen)
    heard = [line for lines in said.values() for line in lines]
    assert "the law's gate to issue is open: 38 passed, 1 overridden, 0 unknown" in heard
    assert any(line.startswith("period 1 paid") for line in heard)
    lying_about = b"".join(files_for_all(folder).values())
    assert not [name for name in APPROVERS if name.encode() in lying_about]


def test_what_a_gate_answered_is_kept_for_those_who_may_read_it(deal: Played, node: Node) -> None:
    for party in ("spc", "trustee", "counsel", "regulator"):
        records = [json.loads(body) for body in read_posted(desk_of(deal, node, party), "gate")]
        assert sorted(each["gate"] for each in records) == ["acquire"] * 2 + ["distribute"] * 5 + ["issue"]
        for each in records:
            assert each["open"]
            assert each["version"]
            assert {"deal.toml", "law.toml"} < set(each["inputs"])
    assert not read_posted(desk_of(deal, node, "investor-1"), "gate")


def test_what_was_begun_with_the_gate_open_is_carried_through(deal: Played, node: Node) -> None:
    height = node.web3.eth.block_number
    again = play(desk_of(deal, node, "spc", shut), buy_substitute)
    assert again == Ok(("the law's gate to acquire is open: 48 passed, 0 overridden, 0 unknown",))
    assert node.web3.eth.block_number == height


def test_a_refusal_is_kept_too_and_the_same_one_once(deal: Played, node: Node, tmp_path: Path) -> None:
    for name in ("shared", "trustee"):
        shutil.copytree(deal.folder / name, tmp_path / name)
    desk = desk_of(replace(deal, folder=tmp_path), node, "trustee")
    for body in (b"{}", b"{}", b'{"passed": 1}'):
        answer = Answer(body, refusals(Gate.DISTRIBUTE))
        refused = play(
            replace(desk, law=partial(told, answer)), lambda _: iter([Gated(Gate.DISTRIBUTE, "never sent", 9)])
        )
        assert refused == Failed(refusals(Gate.DISTRIBUTE))
    assert sorted(read_posted(desk, "gate", period=9)) == [b'{"passed": 1}', b"{}"]


def test_facts_of_law_that_cannot_be_read_stop_the_act(deal: Played, node: Node, tmp_path: Path) -> None:
    desk = desk_of(deal, node, "trustee", lambda _, gate: ask_law(tmp_path / "nothing", gate))
    unread = play(desk, lambda _: iter([Gated(Gate.DISTRIBUTE, "never sent", 8)]))
    assert isinstance(unread, Failed)
    assert unread.failures[0].place.file == "deal.toml"
    assert not read_posted(desk, "gate", period=8)


def told(answer: Answer, _: Gate) -> Result[Answer]:
    """Answer what is wanted."""
    return Ok(answer)


def shut(_: Path, gate: Gate) -> Result[Answer]:
    """Answer that nothing may be done."""
    return Ok(Answer(b"{}", refusals(gate)))


def refusals(gate: Gate) -> tuple[Failure, ...]:
    return (Failure(Reason.INCONSISTENT, Place("law.toml"), f"a rule shuts the gate {gate}", "an article", "mend it"),)
