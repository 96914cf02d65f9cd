"""The life of a deal in four stages: what each party may open, holds, and computes by itself."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ledger.stage_performance import SEED, Played, desk_of, readers_of_appraisals
from typer.testing import CliRunner

from chizai.app import ledger_demo
from chizai.app.ledger_demo import Demonstration, demonstrate, view_lines
from chizai.app.ledger_gates import ask_law
from chizai.cli.main import app
from chizai.deal.encoding import decode
from chizai.deal.program import SlotKind
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.stages import process
from chizai.ledger.stages import recompute as recompute_module
from chizai.ledger.stages.amendment import OWN_OPENING
from chizai.ledger.stages.cast import PARTS, READERS, read_cast
from chizai.ledger.stages.desk import asked, at, read_posted, standing
from chizai.ledger.stages.facts import PAID_IN_MINOR, PAID_OUT_MINOR, ROYALTIES, amended, collected, program
from chizai.ledger.stages.life import lapse
from chizai.ledger.stages.perform import CHAIN, perform
from chizai.ledger.stages.process import Ask, ask, processes, take
from chizai.ledger.stages.recompute import enactments, payments, recompute, run_enacted
from chizai.ledger.stages.script import SCRIPT, STAGES
from chizai.ledger.stages.turn import Call, Refusal, Until, play
from chizai.units.result import Failed, Ok
from chizai.waterfall.exact import run_exact

BEFORE = {"right": 3, "opinion": 1, "valuation": 4, "prospectus": 1}
ALL = BEFORE | {"rating": 2, "guarantee": 1, "statement": 6, "report": 6}
BANK = {"receipt": 9, "balance": 3, "payment-order": 1, "payment": 1}
ENTITLED = {
    "regulator": {"identity": 16, "challenge": 2, "gate": 12},
    "originator": {"right": 3},
    "co-owner": {"right": 3},
    "spc": ALL | {"gate": 12},
    "trustee": ALL | BANK | {"challenge": 2, "gate": 12},
    "servicer": {"statement": 6, "report": 6, "proof": 1, "challenge": 2},
    "appraiser-1": {"right": 3, "valuation": 4},
    "appraiser-2": {"right": 3, "valuation": 4},
    "counsel": {"right": 3, "opinion": 1, "prospectus": 1, "gate": 12},
    "rating-agency": {"opinion": 1, "valuation": 4, "prospectus": 1, "rating": 2, "guarantee": 1}
    | {"report": 6, "challenge": 2},
    "guarantor": {"guarantee": 1, "report": 6},
    "underwriter": {"opinion": 1, "prospectus": 1, "rating": 2, "sale": 1, "purchase": 1},
    "investor-1": {"prospectus": 1, "rating": 2, "report": 6, "sale": 1, "challenge": 2, "payment-order": 1},
    "investor-2": {"prospectus": 1, "rating": 2, "report": 6, "purchase": 1, "proof": 1},
    "investor-2-anew": {"prospectus": 1},
    "bank": BANK,
}
"""How many documents of each kind each party may open at the end, written down once more."""
ENVELOPES = 71


def node_of(deal: Played) -> Node:
    opened = connect(deal.url, NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(opened, Ok)
    return opened.value


def test_each_party_opens_what_it_is_entitled_to_and_nothing_else(deal: Played) -> None:
    for seen in deal.came.views:
        assert Counter(kind for kind, _, _ in seen.opened) == ENTITLED[seen.party], seen.party
        assert len(seen.opened) + seen.n_sealed == ENVELOPES
    assert [seen.party for seen in deal.came.views] == [part.id for part in PARTS]


def test_each_party_computes_the_last_payment_by_itself_to_the_unit(deal: Played) -> None:
    for seen in deal.came.views:
        assert seen.recomputed.period == 5
        assert seen.recomputed.digest == amended().digest() != program().digest()
        assert seen.recomputed.n_slots > 15
        assert seen.recomputed.paid_minor["trustee-fee"] == 45_000 * 11 // 10  # as amended, and tax
    # 6,145,052 came in and the reserve was full: all of it is paid
    assert sum(deal.came.views[0].recomputed.paid_minor.values()) == 3_316_625 + 2_828_427


def test_units_and_money_stand_where_the_trade_put_them(deal: Played) -> None:
    views = {seen.party: seen for seen in deal.came.views}
    # 25 units were sold, 5 attached ones went to the buyer by force, and the buyer lost its words in the end
    assert views["investor-1"].units == {"A": 30, "B": 20, "C": 0}
    assert views["investor-2"].units == {"A": 0, "B": 0, "C": 0}
    assert views["investor-2-anew"].units == {"A": 30, "B": 0, "C": 0}
    assert views["originator"].units == {"A": 0, "B": 0, "C": 10}
    # 60,000,000 + 28,000,000 + 700,000 for three rights; what it paid for its units it had from the bank
    assert views["originator"].cash_minor == 88_700_000
    class_a = views["spc"].recomputed.paid_minor["A"]
    # the price is spent to the unit; who takes last gets what the other's rounding left
    assert views["investor-2"].cash_minor == 0
    assert views["investor-2-anew"].cash_minor == class_a - class_a * 30 // 60


def test_all_that_the_bank_holds_is_money_on_the_ledger(deal: Played) -> None:
    node = node_of(deal)
    desk = desk_of(deal, node, "trustee")
    assert asked(desk, "cash", "differenceMinor") == 0
    came_in = sum(PAID_IN_MINOR.values()) + sum(collected(period) for period in ROYALTIES)
    assert asked(desk, "cash", "totalSupply") == came_in - PAID_OUT_MINOR
    held = [asked(desk, "cash", "balanceOf", standing(desk, name)) for name in ("vault", "rights")]
    assert sum(held) + sum(seen.cash_minor for seen in deal.came.views) == came_in - PAID_OUT_MINOR
    disconnect(node)


def test_what_a_period_pays_is_read_once_it_is_paid_and_computed_while_it_is_not(deal: Played) -> None:
    node = node_of(deal)
    vault = standing(desk_of(deal, node, "trustee"), "vault")
    paid = payments(node, vault, 5)
    assert isinstance(paid, Ok)
    last = deal.came.views[0].recomputed.paid_minor
    assert {name: minor for name, minor in paid.value[-1].items() if minor} == last
    assert paid.value[1]["A"] > 0
    assert payments(node, vault, 2) == Ok(paid.value[:2])
    for period in (6, 7):
        unreported = payments(node, vault, period)
        assert isinstance(unreported, Failed)
        assert f"period {period} is not the next one that is reported" in unreported.failures[0].what
    disconnect(node)


def test_what_an_amendment_takes_over_is_computed_on(deal: Played) -> None:
    node = node_of(deal)
    desk = desk_of(deal, node, "trustee")
    enacted = enactments(node, at(desk, "vault"))
    assert enacted is not None
    assert [each.program for each in enacted] == [program(), amended()]
    assert [each.from_period for each in enacted] == [0, 4]
    inputs = [[collected(period) for period in ROYALTIES] + [0] * 3]
    run = run_enacted(enacted, inputs)
    before = run_exact(program(), inputs[0])
    cash, class_a = program().slot(SlotKind.CASH, "collections"), program().slot(SlotKind.PRINCIPAL, "A")
    assert run.opening(4, class_a) == before.opening(4, class_a)
    assert run.closing(4, class_a) == before.closing(4, class_a) - (50_000 - 45_000) * 11 // 10
    assert run.closing(4, cash) == before.closing(4, cash) == 0
    fresh = replace(enacted[1], carried=[OWN_OPENING] * len(enacted[1].carried))
    assert run_enacted((enacted[0], fresh), inputs).opening(4, class_a) == 60_000_000
    disconnect(node)


def test_what_has_to_happen_in_a_life_happens(deal: Played) -> None:
    said = [line for lines in deal.said.values() for line in lines]
    for beginning in (
        "both appraisals were committed to before either was opened",
        "refused, as it has to be: ReleaseBeforeTitle",
        "refused, as it has to be: TooEarly",
        "refused, as it has to be: ReferenceUsed",
        "refused, as it has to be: NotReconciled",
        "the bank's account holds 330 JPY less than the ledger",
        "report of period 3 challenged: 4,132,496 JPY reported, 4,132,496 JPY attested",
        "the report of period 3 stands",
        "report of period 4 challenged: 5,908,819 JPY reported, 5,881,819 JPY attested",
        "refused, as it has to be: WrongStage",
        "the report of period 4 is void",
        "refused, as it has to be: NotApproved",
        f"program amended from period 5: trustee's fee 45,000 JPY; now {amended().digest()}",
        "refused, as it has to be: ERC7943InsufficientUnfrozenBalance",
        "refused, as it has to be: NotRedeemed",
        "5 attached units of class A transferred by force",
        "refused, as it has to be: NoCaseOpen",
        "20,000,000 JPY paid out by the bank",
        "bank and ledger agree: 121,031,743 JPY",
        "refused, as it has to be: ERC7943CannotSend",
        "all units of the lost account moved",
        "what the lost account was owed came to the new one",
        "guarantee drawn: 147,051 JPY in period 2",
        "trigger thin-cover is on after period 2",
        "late report detected: period 3",
        "the law's gate to issue classes A, B, C is open: ",
        "the law's gate to acquire right-1 is open: ",
        "the law's gate to issue class C is open: ",
        "the law's gate to acquire right-3 is open: ",
        "period 5 pays nothing to preferred equity: no gate of the law is asked",
        "pool substituted: right-2 lapsed, right-3 owned",
        "25 units of class A against 24,875,000 JPY",
        "refused, as it has to be: NonceUsed",
        "look-through: 7 facts",
        "one pseudonym opened",
    ):
        assert any(line.startswith(beginning) for line in said), beginning
    assert sum(line.startswith("late report") for line in said) == 1
    assert sum(line.startswith("guarantee drawn") for line in said) == 1
    assert sorted({turn.stage for turn in SCRIPT}) == sorted(STAGES)
    assert set(deal.said) == set(range(len(SCRIPT)))


def test_every_party_has_keys_of_its_own_and_nobody_elses(deal: Played) -> None:
    words = {part.id: (deal.folder / part.id / "words").read_text() for part in PARTS}
    assert len(set(words.values())) == len(PARTS)
    for part in PARTS:
        files = [file for file in (deal.folder / part.id).iterdir() if file.is_file()]
        for other in PARTS:
            if other != part:
                assert not any(words[other.id].encode() in file.read_bytes() for file in files)
    cast = read_cast(deal.folder / "shared")
    assert len({member.address for member in cast.values()}) == len(PARTS)
    assert len({member.key for member in cast.values()}) == len(PARTS)


def test_an_appraisal_is_closed_to_all_but_its_author_until_both_are_in(deal: Played) -> None:
    assert READERS["valuation"] == ("spc", "trustee", "rating-agency", "appraiser-1", "appraiser-2")
    assert sorted(deal.sealed_to) == [["appraiser-1"]] * 2 + [["appraiser-2"]] * 2
    readers = readers_of_appraisals(deal.folder / "shared")
    assert [set(each) for each in readers] == [set(READERS["valuation"])] * 4


def test_a_finished_turn_is_not_taken_again(deal: Played) -> None:
    node = node_of(deal)
    before = node.web3.eth.block_number
    desk = desk_of(deal, node, "trustee")
    assert take(desk, 1) == Ok(())
    assert isinstance(play(desk, lapse), Ok)  # the same key: what was done is found, and not done again
    assert node.web3.eth.block_number == before
    refused = play(desk, lambda _: iter([Refusal("NonceUsed", Call("x", "vault", "distribute", (0,)))]))
    assert isinstance(refused, Failed)
    assert "was refused by NotNextPeriod, not NonceUsed" in refused.failures[0].what
    allowed = play(desk, lambda _: iter([Refusal("NonceUsed", Call("x", "venue", "cancel", (9,)))]))
    assert isinstance(allowed, Failed)
    assert "cancel was not refused" in allowed.failures[0].what
    call = Call("x", "vault", "distribute", (0,))
    with pytest.raises(RuntimeError, match="tried last"):
        play(desk, lambda _: iter([Refusal("NotNextPeriod", call), call]))
    again = play(desk, lambda _: iter([Call("opening cash twice", "vault", "distribute", (0,))]))
    assert isinstance(again, Failed)
    assert "NotNextPeriod" in again.failures[0].what
    disconnect(node)


def test_a_chain_that_keeps_its_own_time_is_not_pushed(deal: Played, tmp_path: Path) -> None:
    opened = connect(f"embedded:{tmp_path / 'other.sqlite'}")
    assert isinstance(opened, Ok)
    desk = desk_of(deal, opened.value, "trustee")
    waited = play(desk, lambda _: iter([Until(10**11)]))
    assert isinstance(waited, Failed)
    assert "clock cannot be set" in waited.failures[0].what
    disconnect(opened.value)


def test_a_payment_that_does_not_add_up_is_found(deal: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    node = node_of(deal)
    vault = standing(desk_of(deal, node, "investor-1"), "vault")
    paid_by = recompute_module.paid_by

    def computed(name: str, other: object) -> str:
        with monkeypatch.context() as changed:
            changed.setattr(recompute_module, name, other)
            found = recompute(node, vault)
        assert isinstance(found, Failed)
        return found.failures[0].what

    assert isinstance(recompute(node, vault), Ok)
    assert "'A': 1," in computed("paid_by", lambda run, period: paid_by(run, period) | {"A": 1})
    more = computed("run_enacted", lambda enacted, inputs: run_enacted(enacted, [[n + 1 for n in inputs[0]]]))
    assert "in the vault" in more
    assert "another digest" in computed("enactments", lambda *_: None)
    assert decode(program().encode()) == program()
    disconnect(node)


def test_the_trade_was_sealed_to_the_venue_alone(deal: Played) -> None:
    node = node_of(deal)
    for name in ("investor-1", "servicer"):
        desk = desk_of(deal, node, name)
        assert read_posted(desk, "purchase") == []
    assert at(desk, "venue").functions.isNonceUsed(read_cast(desk.shared)["investor-1"].address, 1).call()
    disconnect(node)


def test_a_folder_of_another_chain_is_refused(deal: Played, tmp_path: Path) -> None:
    came = perform(deal.folder, f"embedded:{tmp_path / 'chain.sqlite'}", SEED, ask_law)
    assert isinstance(came, Failed)
    assert "stands on another chain" in came.failures[0].what


def test_a_clock_that_is_past_the_deal_is_refused(tmp_path: Path) -> None:
    late = f"embedded:{tmp_path / 'late.sqlite'}"
    made = connect(late, NodeTerms(embedded=replace(CHAIN, began_unix_seconds=1_900_000_000)))
    assert isinstance(made, Ok)
    disconnect(made.value)
    came = perform(tmp_path / "out", late, SEED, ask_law)
    assert isinstance(came, Failed)


def test_a_folder_that_cannot_be_made_and_a_node_that_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder, url, what in (
        (tmp_path / "file", f"embedded:{tmp_path / 'chain.sqlite'}", "cannot be made"),
        (tmp_path / "out", "nowhere:else", "begins no address"),
    ):
        came = perform(folder, url, SEED, ask_law)
        assert isinstance(came, Failed)
        assert what in came.failures[0].what


def test_a_process_that_has_ended_is_a_failure_that_says_what_to_do(deal: Played) -> None:
    terms = NodeTerms(confirmations=0, embedded=CHAIN)
    with processes(deal.folder, deal.url, terms, ask_law) as ends:
        ends["bank"].send("no question")  # a bug: its process ends with it
        ended = process.heard(ends, "bank")
        assert isinstance(ended, Failed)
        assert "goes on where it was" in ended.failures[0].fix
        assert isinstance(ask(ends, "bank", Ask("look")), Failed)
        assert isinstance(ask(ends, "counsel", Ask("look")), Ok)
    with processes(deal.folder, "nowhere:else", terms, ask_law) as ends:
        assert isinstance(ask(ends, "bank", Ask("look")), Failed)


def test_the_command_goes_on_with_a_folder_and_prints_what_each_party_sees(deal: Played) -> None:
    done = CliRunner().invoke(app, ["ledger", "demo", "--out", str(deal.folder)])
    assert done.exit_code == 0, done.output
    assert all(line in done.stdout for line in view_lines(deal.came))
    for part in PARTS:
        assert f"\n{part.title}  {part.title_ja}\n" in done.stdout
    assert "all 22 numbers of the vault are equal to the unit" in done.stdout
    assert "    - guarantee drawn: 147,051 JPY in period 2" in done.stdout
    done = CliRunner().invoke(app, ["ledger", "demo", "--node", "nowhere:else", "--out", str(deal.folder)])
    assert done.exit_code == 1
    assert "begins no address of a node" in done.stderr


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_demo, "find_spec", lambda _: None)
    missing = demonstrate(Demonstration(tmp_path), print)
    assert isinstance(missing, Failed)
    assert "chizai[ledger]" in missing.failures[0].fix
    assert Demonstration(tmp_path).url == f"embedded:{tmp_path / 'chain.sqlite'}"
