"""A turn: what a party does next, as steps that are carried out once each, whatever happens between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import lost, unanswered
from chizai.ledger.node_patience import NodeLostError
from chizai.ledger.sender import order_call, order_contract, send
from chizai.ledger.sender_outbox import Order
from chizai.ledger.stages.desk import Desk, at, note_contract
from chizai.ledger.stages.gate_answer import Gated
from chizai.ledger.stages.gates import ask_first
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True)
class Make:
    """Make a contract, which the others find under its name."""

    name: str
    contract: str
    """Its name in the sources; of a `content` that is no contract of ours, empty."""
    arguments: tuple[object, ...] = ()
    content: bytes = b""
    """What is sent instead of a contract of ours."""


@dataclass(frozen=True, slots=True)
class Call:
    """Call a function of a contract, once under this key."""

    key: str
    at: str
    function: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Try a call that has to be refused, by the error of this name; the last thing that a turn does on the ledger."""

    error: str
    call: Call


@dataclass(frozen=True, slots=True)
class Until:
    """Let the chain's time come to this; a chain that keeps its own time is waited for by people, not by programs."""

    unix_seconds: int


@dataclass(frozen=True, slots=True)
class Say:
    """Say what was found, in words without a secret."""

    text: str


Step: TypeAlias = Make | Call | Refusal | Until | Gated | Say
Act: TypeAlias = Callable[[Desk], Iterator[Step]]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one party."""

    stage: int
    """From 1 to 4."""
    party: str
    act: Act
    doing: str
    """What the party does, in a few words."""


def play(desk: Desk, act: Act) -> Result[tuple[str, ...]]:
    """Carry out a turn; what was done of it before is not done again.

    Returns:
        what was said; or what kept the party from going on.

    Raises:
        RuntimeError: the turn goes on after a refusal, which would then be tried on another state when it is repeated.
    """
    from web3.exceptions import Web3RPCError

    said: list[str] = []
    tried = False
    try:
        for step in act(desk):
            if tried and isinstance(step, Make | Call | Until):
                raise RuntimeError("what has to be refused is tried last in a turn")
            tried = tried or isinstance(step, Refusal)
            done = _carried_out(desk, step, said)
            if isinstance(done, Failed):
                return done
    except NodeLostError as error:
        return lost(desk.node.place, error)
    except Web3RPCError as error:
        return unanswered(desk.node.place, error)
    return Ok(tuple(said))


def _carried_out(desk: Desk, step: Step, said: list[str]) -> Result[None]:
    if isinstance(step, Say):
        said.append(step.text)
        return Ok(None)
    if isinstance(step, Gated):
        return _asked(desk, step, said)
    if isinstance(step, Until):
        return _wait(desk, step.unix_seconds)
    if isinstance(step, Refusal):
        return _tried(desk, step, said)
    made = send(desk.sender, _order(desk, step))
    if isinstance(made, Failed):
        return made
    if isinstance(step, Make):
        note_contract(desk.shared, step.name, step.contract, str(made.value.contract))
    return Ok(None)


def _asked(desk: Desk, step: Gated, said: list[str]) -> Result[None]:
    told = ask_first(desk, step)
    if isinstance(told, Failed):
        return told
    if told.value not in said:
        said.append(told.value)
    return Ok(None)


def _order(desk: Desk, step: Make | Call) -> Order:
    if isinstance(step, Call):
        return order_call(step.key, at(desk, step.at), step.function, *step.arguments)
    if step.content:
        return Order(f"make {step.name}", None, step.content)
    return order_contract(f"make {step.name}", desk.node, artifact(step.contract), *step.arguments)


def _tried(desk: Desk, step: Refusal, said: list[str]) -> Result[None]:
    """See that a call is refused; nothing is sent."""
    from web3.exceptions import ContractLogicError

    from chizai.ledger.sender_refusal import decode_refusal

    call = step.call
    function = at(desk, call.at).get_function_by_name(call.function)(*call.arguments)
    try:
        function.call({"from": desk.sender.account.address})
    except ContractLogicError as error:
        refused = decode_refusal(bytes.fromhex(str(error.data).removeprefix("0x")), None)
        if refused.error == step.error:
            said.append(f"refused, as it has to be: {step.error}")
            return Ok(None)
        return _failed(desk, f"{call.function} was refused by {refused.error}, not {step.error}")
    return _failed(desk, f"{call.function} was not refused")


def _wait(desk: Desk, unix_seconds: int) -> Result[None]:
    """Let time pass on a chain whose clock can be set, and say so of any other."""
    from web3.exceptions import Web3RPCError
    from web3.types import RPCEndpoint

    web3 = desk.node.web3
    if web3.eth.get_block("latest")["timestamp"] >= unix_seconds:
        return Ok(None)
    try:
        web3.manager.request_blocking(RPCEndpoint("evm_setNextBlockTimestamp"), [unix_seconds])
        web3.manager.request_blocking(RPCEndpoint("evm_mine"), [])
    except Web3RPCError:
        what = "the node's clock cannot be set"
        why, fix = "the demonstration plays years in a minute", "use a new embedded: file, or a test node such as anvil"
        return Failed((Failure(Reason.OUT_OF_RANGE, desk.node.place, what, why, fix),))
    return Ok(None)


def _failed(desk: Desk, what: str) -> Failed:
    why, fix = "the demonstration shows what the contracts refuse", "start it again in a new folder, and report this"
    return Failed((Failure(Reason.INCONSISTENT, Place(desk.part.id), what, why, fix),))
