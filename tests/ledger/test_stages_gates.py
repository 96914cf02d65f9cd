"""Whoever issues or pays asks the law first: a shut gate stops the stage before anything is sent, with the article."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from tests.ledger.planted import files_for_all, found
from tests.ledger.stage_performance import SEED, Played, desk_in, desk_of

from chizai.app.law import read_law_folder
from chizai.app.ledger_gates import ask_law
from chizai.deal.compile import compile_deal
from chizai.law.gate import Gate
from chizai.ledger import sender
from chizai.ledger.envelope_file import read_envelope
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.sender_outbox import Outbox
from chizai.ledger.stages.cast import ASKERS
from chizai.ledger.stages.desk import (
    OUTBOX_FILE,
    POST,
    Desk,
    asked,
    enclose,
    label_of,
    post_file,
    read_posted,
    standing,
)
from chizai.ledger.stages.facts import DEAL, HINGE, LATCH, PRICES_MINOR, UNIT_MINOR, UNITS, amended, program
from chizai.ledger.stages.gate_answer import Answer, Asking, Gated
from chizai.ledger.stages.gates import TOLD_FILE
from chizai.ledger.stages.issue import buy_rights, may_issue, solicit, subscribe
from chizai.ledger.stages.life import buy_substitute
from chizai.ledger.stages.perform import CHAIN, perform
from chizai.ledger.stages.script import SCRIPT
from chizai.ledger.stages.turn import Call, Step, play
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

ISSUING = ("blocks_unqualified = true", "blocks_unqualified = false")
BUYING = ("escrow_until_registered = true", "escrow_until_registered = false")
STRANGER = "Example member, file 3619"
APPROVING = (
    'approved_by = ["General incorporated association (demonstration)"]',
    f'approved_by = ["{STRANGER}"]',
)
"""Each a fact as it is, and as it holds an act."""
ACT = Gated(Gate.DISTRIBUTE, "never sent", 9, classes=("C",), amount_minor=1, equity=((date(2026, 9, 30), 1),))


class EnoughError(Exception):
    """All that a test asks for has been done."""


@pytest.fixture
def node(deal: Played) -> Iterator[Node]:
    opened = opened_at(deal.url)
    yield opened
    disconnect(opened)


@pytest.fixture
def copied(deal: Played, tmp_path: Path) -> Played:
    """Give the demonstration's folders of all and of the two that ask, to be changed."""
    for name in ("shared", *ASKERS, "investor-1"):
        shutil.copytree(deal.rest / name, tmp_path / name)
    return replace(deal, folder=tmp_path)


def opened_at(url: str) -> Node:
    opened = connect(url, NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(opened, Ok)
    return opened.value


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
    opened = opened_at(chain_of(folder))
    outbox = Outbox(folder / party / OUTBOX_FILE)
    assert outbox.find(opened.genesis_hash, key) is None
    outbox.close()
    height = opened.web3.eth.block_number
    disconnect(opened)
    return height


def change(folder: Path, party: str, before: str, after: str) -> None:
    """Change one fact in a party's copy."""
    file = folder / party / DEAL / "law.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")


def up_to(key: str, desk: Desk) -> Iterator[Step]:
    """Buy the rights up to a call, as if the company had been stopped behind it."""
    for step in buy_rights(desk):
        yield step
        if isinstance(step, Call) and step.key == key:
            return


def test_each_act_is_held_until_its_fault_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "held"
    assert isinstance(perform(folder, "nowhere:else", SEED, ask_law), Failed)  # lays out the deal
    for fault in (ISSUING, APPROVING, BUYING):
        change(folder, "spc", *fault)

    failures = stopped(folder, "underwriter", "solicit investor-1 for A")
    assert not found({"said": "\n".join(map(str, failures)).encode()})
    assert STRANGER not in "\n".join(map(str, failures))
    (of_ledger,) = (each for each in failures if each.what == "FIEA-004 shuts the gate issue")
    assert "Financial Instruments and Exchange Act, art. 2(3)" in of_ledger.why
    assert of_ledger.place == Place("spc/deal/law.toml")
    assert "law.toml: ledger.blocks_unqualified" in of_ledger.fix
    assert any("law.toml: filing.approved_by" in each.fix for each in failures)
    for fault in (ISSUING, APPROVING):
        change(folder, "spc", *reversed(fault))

    failures = stopped(folder, "spc", "allow the price")
    assert [each.what for each in failures] == [f"PAT-008 (right-{n}) shuts the gate acquire" for n in (1, 2, 3)]
    assert "Patent Act, art. 98(1)(1)" in failures[0].why
    assert "law.toml: sale.escrow_until_registered" in failures[0].fix
    assert "or have two named persons answer for it in overrides.toml" in failures[0].fix
    refused = files_for_all(folder)
    assert not found(refused)
    assert STRANGER.encode() not in b"".join(refused.values())

    change(folder, "spc", *reversed(BUYING))
    node = opened_at(chain_of(folder))
    carried_on(folder, node, monkeypatch)
    disconnect(node)


def carried_on(folder: Path, node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    """See that nothing which was begun with the gate open is paid, or even sent, once it is shut."""
    desk = desk_in(folder, node, "spc")
    assert isinstance(play(desk, partial(up_to, "allow the price")), Ok)
    with monkeypatch.context() as stopping:
        stopping.setattr(sender, "_broadcast", not_sent)
        with pytest.raises(EnoughError):
            play(desk, partial(up_to, "sign right-1"))
    entry = desk.sender.outbox.find(node.genesis_hash, "sign right-1")
    assert entry is not None
    height = node.web3.eth.block_number

    change(folder, "spc", *BUYING)
    held = play(desk, buy_rights)
    assert isinstance(held, Failed)
    assert held.failures[0].what == "PAT-008 (right-1) shuts the gate acquire"
    assert node.web3.eth.block_number == height

    change(folder, "spc", *reversed(BUYING))
    signed = play(desk, partial(up_to, "sign right-1"))
    assert isinstance(signed, Ok)
    change(folder, "spc", *BUYING)
    held = play(desk, buy_rights)
    assert isinstance(held, Failed)
    assert asked(desk, "cash", "balanceOf", standing(desk, "rights")) == 0

    change(folder, "spc", *reversed(BUYING))
    bought = play(desk, buy_rights)
    assert isinstance(bought, Ok)
    assert bought.value[0].startswith("the law's gate to issue classes A, B, C was open on 2025-03-31: ")
    assert any(line.startswith("the law's gate to acquire right-2 is open: ") for line in bought.value)
    assert asked(desk, "cash", "balanceOf", standing(desk, "rights")) == PRICES_MINOR[HINGE] + PRICES_MINOR[LATCH]
    let = [json.loads(body) for body in read_posted(desk, "gate")]
    assert sorted(bool(each["held_by"]) for each in let if each["call"] == "sign right-1") == [False, False, True]
    desk.sender.outbox.close()


def not_sent(*_: object) -> None:
    raise EnoughError


def test_a_gate_is_asked_before_anybody_pays_and_each_call_that_moves_money_or_units(deal: Played, node: Node) -> None:
    turns = [turn.act for turn in SCRIPT]
    assert turns.index(may_issue) < turns.index(solicit) < turns.index(subscribe)
    for party in ("spc", "trustee", "counsel", "regulator"):
        records = [json.loads(body) for body in read_posted(desk_of(deal, node, party), "gate")]
        assert sorted((each["gate"], each["call"]) for each in records) == [
            ("acquire", "allow the price"),
            *(("acquire", f"pay for right-{n}") for n in (1, 2, 3)),
            *(("acquire", f"sign right-{n}") for n in (1, 2, 3)),
            ("issue", "allow the price"),
            *(("issue", f"issue class {name}") for name in UNITS),
            ("issue", "solicit"),
        ]
    assert not read_posted(desk_of(deal, node, "investor-1"), "gate")


def test_what_was_asked_says_what_it_permits(deal: Played, node: Node) -> None:
    records = [json.loads(body) for body in read_posted(desk_of(deal, node, "counsel"), "gate")]
    said = {(each["gate"], each["call"]): each for each in records}
    for each in records:
        assert each["state"] == "open"
        assert each["held_by"] == each["unknown"] == []
        assert each["version"]
        assert {"deal.toml", "law.toml"} < set(each["inputs"])
        assert (each["by"], each["program"]) == ("spc", program().digest())
        assert each["as_of_on"] == each["on"]
    days = [said[key]["on"] for key in (("issue", "solicit"), ("issue", "issue class B"), ("acquire", "sign right-3"))]
    assert days == ["2025-03-17", "2025-03-31", "2026-01-29"]
    issued = said["issue", "issue class B"]
    assert (issued["classes"], issued["amount_minor"]) == (["B"], UNITS["B"] * UNIT_MINOR)
    allowed = said["acquire", "allow the price"]
    assert (allowed["rights"], allowed["amount_minor"]) == (["right-1", "right-2", "right-3"], 88_700_000)
    bought = said["acquire", "pay for right-3"]
    assert (bought["rights"], bought["amount_minor"], bought["period"]) == (["right-3"], 700_000, 4)


def test_a_label_tells_of_no_act(deal: Played) -> None:
    files = sorted((deal.rest / "shared" / POST).glob("gate-*"))
    labels = [read_envelope(file.read_bytes(), file.name) for file in files]
    assert len(files) == 12
    for each in labels:
        assert isinstance(each, Ok)
        assert (each.value.label.period, each.value.label.version) == (0, 1)
        readable = bytes.fromhex(each.value.label.subject.removeprefix("0x"))
        assert not any(gate.encode() in readable for gate in Gate)
    assert len({each.value.label.subject for each in labels if isinstance(each, Ok)}) == 12


def test_what_stands_on_the_chain_is_said_to_have_been_let_and_when(deal: Played, node: Node) -> None:
    height = node.web3.eth.block_number
    again = play(desk_of(deal, node, "spc", shut), buy_substitute)
    assert isinstance(again, Ok)
    (said,) = again.value
    assert said.startswith("the law's gate to acquire right-3 was open on 2026-01-29: ")
    assert node.web3.eth.block_number == height


def test_what_is_done_and_of_which_nothing_is_kept_is_a_failure(copied: Played, node: Node) -> None:
    (copied.folder / "spc" / TOLD_FILE).unlink()
    lost = play(desk_of(copied, node, "spc"), buy_substitute)
    assert isinstance(lost, Failed)
    assert lost.failures[0].place == Place("spc/gates.json")
    assert "'sign right-3', which is done" in lost.failures[0].what


def test_a_record_that_somebody_took_from_the_post_lies_there_again(copied: Played, node: Node) -> None:
    desk = desk_of(copied, node, "spc")
    laid = sorted((copied.folder / "shared" / POST).glob("gate-*"))
    for file in laid:
        file.unlink()
    assert isinstance(play(desk, buy_substitute), Ok)
    assert {json.loads(body)["call"] for body in read_posted(desk, "gate")} == {"sign right-3", "pay for right-3"}


def test_a_refusal_is_kept_too_and_the_same_one_once(copied: Played, node: Node) -> None:
    desk = desk_of(copied, node, "trustee")
    for n_passed in (0, 0, 1):
        answer = Answer(json.dumps({"passed": n_passed}).encode(), refusals(Gate.DISTRIBUTE))
        refused = play(replace(desk, law=partial(told, answer)), lambda _: iter([ACT]))
        assert isinstance(refused, Failed)
        assert [each.place.file for each in refused.failures] == ["trustee/deal/law.toml"]
    kept = [json.loads(body) for body in read_posted(desk, "gate")]
    assert sorted(each["passed"] for each in kept if each["call"] == ACT.before) == [0, 1]


def test_nobody_else_stops_an_act_or_says_what_was_told(copied: Played, node: Node) -> None:
    trustee, stranger = desk_of(copied, node, "trustee"), desk_of(copied, node, "investor-1")
    enclose(stranger, label_of("gate", period=9), b"{}", (stranger.secret.public,))
    forged = label_of("gate", period=9, version=7)
    enclose(stranger, forged, b'{"passed": 99999, "overridden": [], "unknown": []}', (trustee.secret.public,))
    laid = post_file(stranger, forged)
    laid.rename(laid.with_name(laid.name.replace("investor-1", "trustee")))
    answer = Answer(b'{"passed": 3, "overridden": [], "unknown": []}', ())
    said = play(replace(trustee, law=partial(told, answer)), lambda _: iter([ACT]))
    assert said == Ok(("the law's gate to distribute class C is open: 3 passed, 0 overridden, 0 unknown",))


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (lambda file: file.write_text("years = [", encoding="utf-8"), ""),
        (lambda file: file.write_bytes(b"\xff\xfe"), ""),
        (lambda _: None, "there are no facts of law"),
    ],
    ids=["broken", "no text", "missing"],
)
def test_facts_of_law_that_cannot_be_read_stop_the_act(
    copied: Played, node: Node, made: Callable[[Path], object], what: str
) -> None:
    law = copied.folder / "trustee" / DEAL / "law.toml"
    law.unlink()
    made(law)
    desk = desk_of(copied, node, "trustee")
    unread = play(desk, lambda _: iter([ACT]))
    assert isinstance(unread, Failed)
    assert unread.failures[0].place.file == "trustee/deal/law.toml"
    assert unread.failures[0].what.startswith(what)
    assert ACT.before not in {json.loads(body)["call"] for body in read_posted(desk, "gate")}


def test_what_was_mended_stays_when_the_demonstration_goes_on(tmp_path: Path) -> None:
    assert isinstance(perform(tmp_path, "nowhere:else", SEED, ask_law), Failed)
    own = tmp_path / "trustee" / DEAL
    (own / "rights.csv").write_text("mended", encoding="utf-8")
    (own / "law.toml").unlink()
    assert isinstance(perform(tmp_path, "nowhere:else", SEED, ask_law), Failed)
    assert (own / "rights.csv").read_text(encoding="utf-8") == "mended"
    assert not (own / "law.toml").exists()
    assert (tmp_path / "trustee").stat().st_mode & 0o777 == 0o700


def test_company_and_trustee_alone_have_the_facts_and_amend_their_copies(deal: Played) -> None:
    assert sorted(file.relative_to(deal.rest).parts[0] for file in deal.rest.rglob("law.toml")) == ["spc", "trustee"]
    for party in ASKERS:
        read = read_law_folder(deal.rest / party / DEAL)
        assert isinstance(read, Ok)
        assert compile_deal(read.value.deal) == Ok(amended())


def told(answer: Answer, _: Asking) -> Result[Answer]:
    """Answer what is wanted."""
    return Ok(answer)


def shut(_: Path, asking: Asking) -> Result[Answer]:
    """Answer that nothing may be done."""
    return Ok(Answer(b"{}", refusals(asking.act.gate)))


def refusals(gate: Gate) -> tuple[Failure, ...]:
    return (Failure(Reason.INCONSISTENT, Place("law.toml"), f"a rule shuts the gate {gate}", "an article", "mend it"),)
