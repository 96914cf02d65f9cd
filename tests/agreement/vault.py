"""The vault as an executor: a program on the chain, run period by period, and what its slots hold after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from tests.agreement.machine import SENDER, Contract, Machine

from chizai.deal.program import Program, SlotKind
from chizai.ledger.artifacts import Artifact, artifact
from chizai.waterfall.vault_codec import chunks, creation

EVERYTHING = 2**200
"""Money enough for whatever a program collects or a guarantor owes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What programs share: money, a registry in which the sender has every role, and the store of programs."""

    machine: Machine
    cash: Contract
    store: Contract
    registry: bytes
    vault: Artifact
    """What vaults are made of."""


def ground(*, is_metered: bool = False, vault: Artifact | None = None) -> Ground:
    """Make a chain ready for any number of programs; with a vault that was built from other sources, or that ships."""
    machine = Machine(is_metered=is_metered)
    cash = machine.deploy("CashToken", "JPY", 0, SENDER)
    # PUSH1 1, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN: says yes to whatever it is asked
    registry = machine.create(bytes.fromhex("600a8060093d393df3") + bytes.fromhex("600160005260206000f3"))
    return Ground(machine, cash, machine.deploy("ProgramStore"), registry, vault or artifact("WaterfallVault"))


@dataclass(frozen=True, slots=True)
class VaultRun:
    """What the vault says of a program."""

    closings: tuple[tuple[int, ...], ...]
    """What every slot holds after each period, shape (n_periods, n_slots); 0 for those that do not last."""
    owed: int
    """What payees can take of it in all."""


def names_of(program: Program) -> list[str]:
    """Give the names in a program that somebody could be paid under."""
    return sorted({slot.of for slot in program.slots if SlotKind.CASH < slot.kind <= SlotKind.GUARANTEE_LEFT})


def vault_of(on: Ground, program: Program) -> Contract:
    """Put a program on the chain and make its vault, with money enough; everybody it pays is one account."""
    encoded = program.encode()
    kept = [on.machine.create(creation(chunk)) for chunk in chunks(encoded)]
    payees = [(name, SENDER, False) for name in names_of(program)]
    layout = on.store.call("keep", kept, sha256(encoded).digest(), payees)
    terms = (on.cash.address, on.registry, on.store.address, layout, [SENDER], 0, 0, 0)
    vault = on.machine.deploy("WaterfallVault", terms, built=on.vault)
    on.cash.call("mint", vault.address, EVERYTHING)
    return vault


def run_vault(on: Ground, program: Program, inputs: Sequence[Sequence[int]]) -> VaultRun:
    """Carry out a program on the chain; shape of inputs (n_inputs, n_periods)."""
    vault = vault_of(on, program)
    found = []
    for period in range(len(program.payment_dates)):
        vault.call("report", period, [row[period] for row in inputs], b"\0" * 32)
        vault.call("distribute", period)
        found.append(vault.call("closing"))
    return VaultRun(tuple(found), sum(vault.call("owed", number) for number in range(len(names_of(program)))))
