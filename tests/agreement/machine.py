"""A chain in memory on which a call costs no block, no signature and no proof: for many programs in little time."""

from dataclasses import dataclass
from typing import Any

from eth.abc import ComputationAPI, StateAPI
from eth.db.atomic import AtomicDB
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.berlin.computation import BerlinComputation
from eth.vm.forks.berlin.state import BerlinState
from eth.vm.message import Message
from eth_abi.abi import decode, encode
from eth_hash.auto import keccak
from trie.constants import BLANK_NODE_HASH

from chizai.ledger.artifacts import Artifact, artifact

SENDER = b"\x01" * 20
"""Who calls: issuer of the cash, holder of every role, signatory, guarantor."""
AFTER_ALL = 10**11
"""A time after every payment date."""
GAS = 10**9


class RevertedError(Exception):
    """A call was refused."""

    def __init__(self, name: str, values: tuple[Any, ...]) -> None:
        super().__init__(f"{name}{values}")
        self.name, self.values = name, values


def kind_of(part: dict[str, Any]) -> str:
    """Write the type of an argument as the ABI encodes it."""
    if not part["type"].startswith("tuple"):
        return str(part["type"])
    return f"({','.join(map(kind_of, part['components']))}){part['type'][5:]}"


def kinds_of(parts: list[dict[str, Any]]) -> list[str]:
    return [kind_of(part) for part in parts]


def selector(item: dict[str, Any]) -> bytes:
    """Give the first four bytes of a call of a function, or of an error."""
    return bytes(keccak(f"{item['name']}({','.join(kinds_of(item['inputs']))})".encode())[:4])


class Unmetered(BerlinComputation):
    """The rules of Berlin without their prices, which take a third of the time."""

    opcodes = {code: getattr(each, "logic_fn", each) for code, each in BerlinComputation.opcodes.items()}  # noqa: RUF012

    def consume_gas(self, amount: int, reason: str) -> None:
        """Take nothing."""


class UnmeteredState(BerlinState):
    """Accounts whose work costs nothing."""

    computation_class = Unmetered


class Machine:
    """Accounts with their code and storage."""

    def __init__(self, *, is_metered: bool = False) -> None:
        context = ExecutionContext(
            coinbase=SENDER,  # type: ignore[arg-type]
            timestamp=AFTER_ALL,
            block_number=1,  # type: ignore[arg-type]
            difficulty=1,
            mix_hash=b"\0" * 32,  # type: ignore[arg-type]
            gas_limit=GAS,
            prev_hashes=(),
            chain_id=1,
        )
        kind = BerlinState if is_metered else UnmeteredState
        self.state: StateAPI = kind(AtomicDB(), context, BLANK_NODE_HASH)  # type: ignore[arg-type]
        self._n_created = 0
        self.gas_used = 0

    def pass_to(self, timestamp: int) -> None:
        """Let time pass."""
        self.state.execution_context._timestamp = timestamp  # type: ignore[attr-defined] # noqa: SLF001 - no setter

    def create(self, creation: bytes) -> bytes:
        """Create a contract; gives its address.

        Raises:
            RevertedError: its constructor refused; the error is without a name.
        """
        self._n_created += 1
        address = b"\xcc" * 10 + self._n_created.to_bytes(10, "big")
        done = self.apply(address, b"", creation, is_creation=True)
        if done.is_error:
            raise RevertedError("without a name", (done.output,))
        return address

    def deploy(self, contract: str, *values: Any, built: Artifact | None = None) -> "Contract":
        """Create one of the contracts that ship, or what it was built to from other sources."""
        built = built or artifact(contract)
        constructor: dict[str, Any] = next(
            (each for each in built.abi if each["type"] == "constructor"), {"inputs": []}
        )
        try:
            address = self.create(built.bytecode + encode(kinds_of(constructor["inputs"]), values))
        except RevertedError as refused:
            raise refusal(built, refused.values[0]) from None
        return Contract(self, address, built)

    def apply(self, to: bytes, data: bytes, code: bytes, *, sender: bytes = SENDER, is_creation: bool = False) -> Any:
        """Carry out a message."""
        kinds = self.state.computation_class
        context = self.state.get_transaction_context_class()(gas_price=0, origin=sender)  # type: ignore[arg-type]
        message = Message(
            gas=GAS,
            to=b"" if is_creation else to,  # type: ignore[arg-type]
            sender=sender,  # type: ignore[arg-type]
            value=0,
            data=data,
            code=code,
            create_address=to if is_creation else None,  # type: ignore[arg-type]
        )
        carry_out = kinds.apply_create_message if is_creation else kinds.apply_message
        self.state.lock_changes()  # what the call before left warm is cold again, and what it wrote is what stands
        for address in (sender, to):
            self.state.mark_address_warm(address)  # type: ignore[arg-type]
        done: ComputationAPI = carry_out(self.state, message, context)
        self.gas_used = gas_of(done, code if is_creation else data, is_creation=is_creation)
        return done


def gas_of(done: ComputationAPI, carried: bytes, *, is_creation: bool) -> int:
    """Give what a transaction costs: its own price and that of what it carries, and of its work less the refund."""
    intrinsic = 21_000 + 32_000 * is_creation + sum(16 if byte else 4 for byte in carried)
    used = intrinsic + done.get_gas_used()
    return used - min(done.get_gas_refund(), used // 2)


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract on the chain, called by name."""

    machine: Machine
    address: bytes
    built: Artifact

    def call(self, name: str, *values: Any, sender: bytes = SENDER) -> Any:
        """Call a function; what it changes stays. Gives what it returns: one value, or several.

        Raises:
            RevertedError: the contract refused.
        """
        function = next(each for each in self.built.abi if each["type"] == "function" and each["name"] == name)
        data = selector(function) + encode(kinds_of(function["inputs"]), values)
        code = self.machine.state.get_code(self.address)  # type: ignore[arg-type]
        done = self.machine.apply(self.address, data, code, sender=sender)
        if done.is_error:
            raise refusal(self.built, done.output)
        found = decode(kinds_of(function["outputs"]), done.output)
        return found[0] if len(found) == 1 else found


def refusal(built: Artifact, output: bytes) -> RevertedError:
    """Read a named error of a contract."""
    for each in built.abi:
        if each["type"] == "error" and selector(each) == output[:4]:
            return RevertedError(each["name"], decode(kinds_of(each["inputs"]), output[4:]))
    return RevertedError("without a name", (output.hex(),))
