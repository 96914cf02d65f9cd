"""What a vault and a period of it cost."""

from hashlib import sha256
from pathlib import Path

import pytest
from tests.agreement.machine import AFTER_ALL, SENDER, Contract, Machine
from tests.agreement.vault import EVERYTHING, Ground, ground

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.vault_codec import Payee, chunks, creation, payees

WINDOW = 86_400
RULES = (2, False, False, 0, 0, 0, 0)
"""Investors of one kind may hold, without further rules."""


@pytest.fixture(scope="module")
def deal(deals_folder: Path) -> tuple[Deal, Program]:
    """Give a deal of twelve clauses and three classes, and its program."""
    read = read_deal((deals_folder / "biopharma-royalty-trust-2000" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok)
    assert (len(read.value.clauses), len(read.value.classes)) == (12, 3)
    return read.value, compiled.value


def tokens_of(on: Ground, deal: Deal) -> list[Contract]:
    """Make a token for each class."""
    digest = b"\1" * 32
    agencies: list[bytes] = []
    terms = (0, 100, 1, digest, digest, SENDER, SENDER, agencies)
    arguments = (on.registry, on.registry, terms, RULES)
    return [on.machine.deploy("ClassToken", each.id, each.id, *arguments) for each in deal.classes]


def bind(machine: Machine, token: Contract, vault: Contract) -> None:
    """Bind a token to its vault, and set it as issued: the flag lies above the vault's address in one word."""
    token.call("bindVault", vault.address)
    bound, state = int.from_bytes(vault.address, "big"), machine.state
    for word in range(64):
        held = state.get_storage(token.address, word)  # type: ignore[arg-type]
        for shift in range(0, 96, 8):
            if held >> shift & (1 << 160) - 1 == bound:
                state.set_storage(token.address, word, held | 1 << 160 + shift)  # type: ignore[arg-type]
    assert token.call("isIssued")


def named(deal: Deal, tokens: list[Contract]) -> list[tuple[str, bytes, bool]]:
    """Give whom the vault pays, every party at an address of its own."""
    addresses = {party.id: f"{number + 1:040x}" for number, party in enumerate(deal.parties)}
    of = {each.id: token.address.hex() for each, token in zip(deal.classes, tokens, strict=True)}
    listed: tuple[Payee, ...] = payees(deal, addresses, of)
    return [(each.name, bytes.fromhex(each.to), each.is_class) for each in listed]


def test_a_vault_costs_less_than_3_million_gas_and_a_period_at_most_300_000(deal: tuple[Deal, Program]) -> None:
    terms, program = deal
    on = ground(is_metered=True)
    machine, tokens = on.machine, tokens_of(on, terms)
    kept, for_chunks = [], 0
    for chunk in chunks(program.encode()):
        kept.append(machine.create(creation(chunk)))
        for_chunks += machine.gas_used
    layout = on.store.call("keep", kept, sha256(program.encode()).digest(), named(terms, tokens))
    for_layout = machine.gas_used
    signatories = [bytes([number]) * 20 for number in range(1, 6)]
    made = (on.cash.address, on.registry, on.store.address, layout, signatories, WINDOW, 0, 32_400)
    vault = machine.deploy("WaterfallVault", made)
    for_vault = machine.gas_used
    for token in tokens:
        bind(machine, token, vault)
    on.cash.call("mint", vault.address, EVERYTHING)
    periods = []
    for period in range(5):
        machine.pass_to(AFTER_ALL + 2 * period * WINDOW)
        vault.call("report", period, [300_000_000 + 7 * period], b"\5" * 32)
        for_report = machine.gas_used
        machine.pass_to(AFTER_ALL + (2 * period + 1) * WINDOW)
        vault.call("distribute", period)
        periods.append(for_report + machine.gas_used)
    print(f"chunks {for_chunks:,}, layout {for_layout:,}, vault {for_vault:,}, periods {periods}")  # noqa: T201 - measured
    assert for_vault < 3_000_000
    assert max(periods[1:]) <= 300_000
