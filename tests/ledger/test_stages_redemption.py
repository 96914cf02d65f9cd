"""The end of the deal, played on from where the demonstration leaves it: a receipt of 75 million yen repays the bonds,
what is left goes to class C as far as the law lets it, every unit is cancelled, and the vault is empty."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.ledger.business_year import YEAR
from tests.ledger.stage_performance import Played, desk_of

from chizai.law.facts import LAW_FILE
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.stages import bank, enforce, facts, life
from chizai.ledger.stages.cast import read_cast
from chizai.ledger.stages.desk import Desk, address_of, asked, read_posted, standing
from chizai.ledger.stages.facts import DEAL, UNITS, Royalty, amended
from chizai.ledger.stages.perform import CHAIN
from chizai.ledger.stages.recompute import recompute
from chizai.ledger.stages.turn import Act, Call, Refusal, Step, play
from chizai.units.result import Failed, Ok

FINAL_PERIOD = 8
LAST_RECEIPT_MINOR = 75_000_000
RESERVE_MINOR = 100_000
REDEMPTION = hashlib.sha256(b"Minutes of a demonstration: the classes are redeemed.").digest()
COMING = {
    6: (Royalty("AOI-2024-17", "7654321", 2_236_068),),
    7: (Royalty("AOI-2024-17", "7654321", 1_732_051),),
    FINAL_PERIOD: (Royalty("AOI-2024-17", "7654321", LAST_RECEIPT_MINOR),),
}
HOLDERS = ("investor-1", "investor-2-anew", "originator")
PAYEES = ("servicer", "trustee", "guarantor")
FOR_C_MINOR = 12_202_726
CAPITAL_MINOR = 10_000_000
"""What is left for class C at the end, and how much of it is capital."""
PLANNED = 'preferred_reduction = "planned"'


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties' desks in one process, as the demonstration left them."""

    played: Played
    node: Node
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, party: str) -> Desk:
        """Give a party's desk."""
        return self.desks.setdefault(party, self.desks.get(party) or desk_of(self.played, self.node, party))

    def take(self, party: str, act: Act) -> tuple[str, ...]:
        """Have a party take a turn, which has to come off."""
        said = play(self.desk(party), act)
        assert isinstance(said, Ok), said
        return said.value

    @property
    def law(self) -> Path:
        """The trustee's facts of law."""
        return self.played.folder / "trustee" / DEAL / LAW_FILE

    def write_year(self, assets_minor: int, dividend_minor: int, returned_minor: int = 0) -> None:
        """Write the last business year among the trustee's facts: what there is at its end, what goes to class C."""
        year = YEAR.format(assets_minor=assets_minor, dividend_minor=dividend_minor, returned_minor=returned_minor)
        before = self.law.read_text(encoding="utf-8").partition('\n[[years]]\nid = "2027"')[0]
        whole = before.replace("as_of_on = 2026-09-30", "as_of_on = 2027-06-30")
        self.law.write_text(whole + year, encoding="utf-8")

    def held(self) -> list[str]:
        """Say what holds the last payment."""
        came = play(self.desk("trustee"), life.distribute(FINAL_PERIOD))
        assert isinstance(came, Failed)
        return [each.what for each in came.failures]


@pytest.fixture
def parties(deal: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parties]:
    monkeypatch.setattr(facts, "ROYALTIES", {**facts.ROYALTIES, **COMING})
    monkeypatch.setattr(bank, "ROYALTIES", facts.ROYALTIES)
    folder = Path(shutil.copytree(deal.rest, tmp_path / "played on"))
    opened = connect(f"embedded:{folder / 'chain.sqlite'}", NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(opened, Ok)
    made = Parties(replace(deal, folder=folder), opened.value)
    yield made
    for desk in made.desks.values():
        desk.sender.outbox.close()
    disconnect(opened.value)


def report(parties: Parties, period: int) -> None:
    parties.take("bank", bank.advise(period))
    parties.take("trustee", bank.attest(period))
    parties.take("servicer", life.report(period))


def pay(parties: Parties, period: int) -> tuple[str, ...]:
    said = parties.take("trustee", life.distribute(period))
    for holder in HOLDERS:
        parties.take(holder, life.claim(period))
    return said


def cancel_too_early(_: Desk) -> Iterator[Step]:
    """Find that units are not cancelled while anything can still be paid on them."""
    yield Call("open the redemption of A", "class A", "openCase", (REDEMPTION,))
    yield Refusal("NotRedeemed", Call("cancel too early", "class A", "cancel", ([],)))


def cancel(desk: Desk) -> Iterator[Step]:
    """Cancel all units as the trustee, each class under a case."""
    holders = [address_of(desk, holder) for holder in HOLDERS]
    for name in UNITS:
        yield Call(f"open the redemption of {name}", f"class {name}", "openCase", (REDEMPTION,))
        yield Call(f"cancel {name}", f"class {name}", "cancel", (holders,))
        yield Call(f"close the redemption of {name}", f"class {name}", "openCase", (enforce.CLOSED,))


def test_at_the_end_holders_are_paid_units_are_cancelled_and_the_vault_is_empty(parties: Parties) -> None:
    trustee = parties.desk("trustee")
    for period in (6, 7):
        report(parties, period)
        pay(parties, period)
    report(parties, FINAL_PERIOD)
    parties.take("trustee", cancel_too_early)

    beyond = f"preferred equity would have got {FOR_C_MINOR:,} minor units, more than the facts of law tell"
    assert parties.held() == ["the facts of law are whole until 2026-09-30, and the act is on 2027-04-30", beyond]
    height = trustee.node.web3.eth.block_number
    parties.write_year(11_600_000, dividend_minor=1_500_000)  # all that the Act allows, and told as such
    assert parties.held() == [beyond]
    parties.write_year(12_302_726, dividend_minor=FOR_C_MINOR)
    assert parties.held() == ["ASA-041 (2027) shuts the gate distribute"]
    parties.write_year(12_302_726, FOR_C_MINOR - CAPITAL_MINOR, CAPITAL_MINOR)
    assert parties.held() == ["capital is returned, and the plan provides for no reduction of preferred capital"]
    assert trustee.node.web3.eth.block_number == height
    plan = parties.law.read_text(encoding="utf-8").replace('preferred_reduction = "not-planned"', PLANNED)
    parties.law.write_text(plan, encoding="utf-8")

    said = pay(parties, FINAL_PERIOD)
    assert said[0].startswith("the law's gate to distribute class C is open: ")
    paid_minor = LAST_RECEIPT_MINOR + RESERVE_MINOR
    assert said[-1] == f"period {FINAL_PERIOD} paid {paid_minor:,} JPY of {LAST_RECEIPT_MINOR:,} JPY received"
    for payee in PAYEES:
        parties.take(payee, life.withdraw(FINAL_PERIOD))
    assert asked(trustee, "cash", "balanceOf", standing(trustee, "vault")) == 0
    found = recompute(trustee.node, standing(trustee, "vault"))
    assert isinstance(found, Ok)
    assert found.value.period == FINAL_PERIOD
    assert found.value.paid_minor["C"] == FOR_C_MINOR
    told = [json.loads(body) for body in read_posted(trustee, "gate")]
    (let,) = (each for each in told if each["gate"] == "distribute" and not each["held_by"])
    assert (let["amount_minor"], let["period"], let["program"]) == (FOR_C_MINOR, FINAL_PERIOD, amended().digest())

    parties.take("trustee", cancel)
    for name in UNITS:
        assert asked(trustee, f"class {name}", "isRedeemed")
        assert asked(trustee, f"class {name}", "totalSupply") == 0
    outstanding = {name: asked(trustee, f"class {name}", "outstandingMinor") for name in UNITS}
    assert outstanding == {"A": 0, "B": 0, "C": 10_000_000}  # what is left pays class C, and no principal of it
    cash = [asked(trustee, "cash", "balanceOf", member.address) for member in read_cast(trustee.shared).values()]
    assert sum(cash) == asked(trustee, "cash", "totalSupply")  # nobody else holds any
