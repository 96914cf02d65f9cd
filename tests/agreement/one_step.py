"""What the shipped vault does with one step of a program, whatever the numbers are, way by way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from eth_utils.crypto import keccak
from tests.agreement.machine import SENDER, selector
from tests.agreement.symbolic import Call, Outcome, World
from tests.agreement.symbolic_paths import Way, can_be_gone, is_proved, ways
from tests.agreement.symbolic_word import (
    Field,
    UnknownShapeError,
    Value,
    Word,
    masked,
    shifted_left,
    shifted_right,
    term,
    variable,
)
from tests.agreement.vault import Ground, vault_of

from chizai.deal.program import Program, Slot, SlotKind, Step
from chizai.units.daycount import YearFraction
from chizai.waterfall.vault_codec import chunks

MOST = 2**63 - 1
SLOTS_AT = 3
"""Where in its storage the vault keeps the slots that last, four in a word."""
STATE = SlotKind.STATE
MARK = 0x6368697A61690000
"""Numbers from here on in a program's bytes stand for numbers that are not known."""


class RefusedError(Exception):
    """The vault refused for another reason than a number that leaves its range."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one way: integers of z3, before and after the step."""

    before: tuple[Any, ...]
    """What the slots hold."""
    fixed: tuple[Any, ...]
    """What the program's bytes say where they hold a mark: rates, fractions, numbers of tables."""
    after: tuple[Any, ...] | None
    """What the slots hold then; None if the step was refused because a number leaves its range."""


Claim: TypeAlias = Callable[[Way, Numbers], Any]


def program_of(step: Step, n_slots: int, kinds: dict[int, SlotKind]) -> Program:
    """Make a program of one period and one step over slots that last; a table and a fraction are marked."""
    slots = tuple(Slot(kinds.get(number, STATE), f"s{number}") for number in range(n_slots))
    return Program(
        deal_id="proof",
        currency="JPY",
        terms_sha256="",
        payment_dates=(date(2026, 1, 1),),
        inputs=(),
        slots=slots,
        tables=((MARK,),),
        fractions=((YearFraction(MARK + 1, MARK + 2),),),
        steps=(replace(step, last_period=0),),
        clause_ids=("c",),
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """A vault with a program of one step, ready to distribute its one period."""

    on: Ground
    vault: bytes
    encoded: bytes
    n_slots: int
    is_by_lemmas: bool = False
    """Whether sums of quotients matter: see `Way.divided`."""
    exchanged: tuple[tuple[int, int], ...] = ()
    """Instructions to put in place of others, by their places in the vault's code."""
    reckoned_at: set[int] = field(default_factory=set)
    """Where the vault's code reckoned with numbers that are not known."""

    def outcomes(self) -> Iterator[tuple[Way, Numbers]]:
        """Go every way through the distribution, and say what became of the numbers on it."""
        names: list[tuple[list[Word], list[Word]]] = []

        def explore(way: Way) -> Outcome:
            slots = [variable(f"slot{number}", MOST + 1, way.solver) for number in range(self.n_slots)]
            fixed = [variable(f"fixed{number}", MOST + 1, way.solver) for number in range(3)]
            way.solver.add(term(fixed[2]) > 0)  # a fraction's denominator: the store refuses 0
            names[:] = [(slots, fixed)]
            call = self._call(way, slots, fixed)
            outcome = call.run()
            self.reckoned_at.update(call.reckoned_at)
            return outcome

        for way, outcome in ways(explore, is_by_lemmas=self.is_by_lemmas):
            ((slots, fixed),) = names
            before, marked = tuple(map(term, slots)), tuple(map(term, fixed))
            if not outcome.is_done:
                if outcome.returned != self._refusal():
                    raise RefusedError(outcome.returned.hex())
                yield way, Numbers(before, marked, None)
                continue
            after = (self._lane(outcome, number) for number in range(self.n_slots))
            yield way, Numbers(before, marked, tuple(map(term, after)))

    def _call(self, way: Way, slots: list[Word], fixed: list[Word]) -> Call:
        state = self.on.machine.state
        (chunk,) = self._chunks()
        rows = {number: packed(slots[4 * number : 4 * number + 4]) for number in range((self.n_slots + 3) // 4)}
        marks = {
            (chunk, 1 + self.encoded.index((MARK + number).to_bytes(8, "big"))): word
            for number, word in enumerate(fixed)
        }
        world = World(
            address=int.from_bytes(self.vault, "big"),
            caller=int.from_bytes(SENDER, "big"),
            timestamp=state.execution_context.timestamp,
            code_of=lambda account: state.get_code(account.to_bytes(20, "big")),  # type: ignore[arg-type]
            storage_of=lambda place: rows.get(place - SLOTS_AT, state.get_storage(self.vault, place)),  # type: ignore[arg-type]
            unknown_code=marks,
        )
        distribute = next(each for each in self.on.vault.abi if each.get("name") == "distribute")
        data = selector(distribute) + bytes(32)
        code = bytearray(state.get_code(self.vault))  # type: ignore[arg-type]
        for place, instruction in self.exchanged:
            code[place] = instruction
        return Call(world, way, bytes(code), data)

    def _chunks(self) -> list[int]:
        """Find where the bytes of the program are kept."""
        state, found = self.on.machine.state, []
        for number in range(1, 1000):
            address = b"\xcc" * 10 + number.to_bytes(10, "big")
            if state.get_code(address) == b"\0" + chunks(self.encoded)[0]:  # type: ignore[arg-type]
                found.append(int.from_bytes(address, "big"))
        return found[-1:]

    def _refusal(self) -> bytes:
        return bytes(keccak(text="StepOutOfRange(uint256)")[:4]) + bytes(32)

    @staticmethod
    def _lane(outcome: Outcome, number: int) -> Value:
        word = outcome.stored[SLOTS_AT + number // 4]
        return masked(shifted_right(word, 64 * (number % 4)), 2**64 - 1)


def packed(slots: list[Word]) -> Word:
    """Lay four numbers into a word, the first lowest."""
    fields: list[Field] = []
    for lane, slot in enumerate(slots):
        shifted = shifted_left(slot, 64 * lane)
        assert isinstance(shifted, Word)
        fields += shifted.fields
    return Word(0, tuple(fields))


def proof_of(on: Ground, step: Step, n_slots: int, kinds: dict[int, SlotKind] | None = None) -> Proof:
    """Make a vault whose program is one step, and report its period."""
    program = program_of(step, n_slots, kinds or {})
    vault = vault_of(on, program)
    vault.call("report", 0, [], b"\0" * 32)
    return Proof(on, vault.address, program.encode(), n_slots)


def is_proved_for_all(proof: Proof, claim: Claim) -> bool:
    """Tell whether a claim holds on every way, for all numbers."""
    n_open = 0
    try:
        for way, numbers in proof.outcomes():
            n_open += can_be_gone(way)
            if not is_proved(way, claim(way, numbers)):
                return False
    except (UnknownShapeError, RefusedError):
        return False
    return n_open > 0
