"""A party's desk: its keys, its outbox, its node; and the post, where sealed envelopes lie for everybody."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from chizai.ledger.artifacts import artifact
from chizai.ledger.envelope import Envelope, Label, grant, open_envelope, seal
from chizai.ledger.envelope_file import SUFFIX, read_envelope, write_envelope
from chizai.ledger.keys import SecretKey
from chizai.ledger.node import Node
from chizai.ledger.pseudonym import Seed, encryption_key, pseudonym, seed_of
from chizai.ledger.sender import Sender
from chizai.ledger.sender_outbox import Outbox
from chizai.ledger.stages.cast import READERS, Member, Part, read_cast
from chizai.ledger.stages.gate_answer import AskGate
from chizai.units.result import Failed, Result

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress
    from web3.contract import Contract

T = TypeVar("T")

DEAL_NAME = "chizai ledger demonstration"
"""What names the deal for good: pseudonyms and envelopes hang on it."""
CONTRACTS_FILE = "contracts.json"
POST = "post"
WORDS_FILE = "words"
OUTBOX_FILE = "outbox.sqlite"


@dataclass(frozen=True, slots=True)
class Desk:
    """What one party works with. Nothing but `shared` is seen by another party."""

    part: Part
    seed: Seed
    sender: Sender
    folder: Path
    """The party's own: its words, its outbox, its tables."""
    shared: Path
    """What all parties see: addresses and sealed envelopes."""
    law: AskGate
    """What is asked before the party issues or pays."""
    ready: dict[str, "Contract"] = field(default_factory=dict, repr=False)
    """Contracts that were called before, since making one ready takes as long as calling it."""

    @property
    def node(self) -> Node:
        """The ledger."""
        return self.sender.node

    @property
    def secret(self) -> SecretKey:
        """What opens the party's envelopes."""
        return encryption_key(self.seed, DEAL_NAME)


def open_desk(part: Part, node: Node, folder: Path, shared: Path, law: AskGate) -> Desk:
    """Sit down at a party's desk: its words are in its folder."""
    from eth_account import Account

    seed = sound(seed_of((folder / WORDS_FILE).read_text(encoding="utf-8")))
    account = Account.from_key(pseudonym(seed, DEAL_NAME).private_key)
    return Desk(part, seed, Sender(node, Outbox(folder / OUTBOX_FILE), account), folder, shared, law)


def sound(result: Result[T]) -> T:
    """Take a value that has to be there.

    Raises:
        RuntimeError: it is not, which is a bug here or a file that was tampered with.
    """
    if isinstance(result, Failed):
        raise RuntimeError("; ".join(map(str, result.failures)))  # noqa: TRY004 it is no matter of types
    return result.value


def member(desk: Desk, party: str) -> Member:
    """Give how a party shows itself."""
    return read_cast(desk.shared)[party]


def address_of(desk: Desk, party: str) -> "ChecksumAddress":
    """Give a party's address in this deal."""
    return member(desk, party).address


def contracts(shared: Path) -> Mapping[str, tuple[str, "ChecksumAddress"]]:
    """Give the deal's contracts: by the name they have here, the name in the sources and the address."""
    file = shared / CONTRACTS_FILE
    if not file.is_file():
        return {}
    return {name: (each[0], each[1]) for name, each in json.loads(file.read_text(encoding="utf-8")).items()}


def note_contract(shared: Path, name: str, contract: str, address: str) -> None:
    """Write down where a contract stands."""
    known = {each: list(found) for each, found in contracts(shared).items()} | {name: [contract, address]}
    replace(shared / CONTRACTS_FILE, (json.dumps(known, indent=2, sort_keys=True) + "\n").encode())


def replace(file: Path, content: bytes) -> None:
    """Put a file in place whole, whatever happens meanwhile."""
    draft = file.with_name(f"{file.name}.draft")
    draft.write_bytes(content)
    draft.replace(file)


def standing(desk: Desk, name: str) -> "ChecksumAddress":
    """Give the address of a contract that was made before."""
    return contracts(desk.shared)[name][1]


def at(desk: Desk, name: str) -> "Contract":
    """Give a contract that was made before, ready to be called."""
    if name not in desk.ready:
        source, address = contracts(desk.shared)[name]
        desk.ready[name] = desk.node.web3.eth.contract(address=address, abi=artifact(source).abi)
    return desk.ready[name]


def asked(desk: Desk, name: str, function: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever the ABI says
    """Ask a contract, as this party."""
    return at(desk, name).get_function_by_name(function)(*arguments).call({"from": desk.sender.account.address})


# --- the post ---


def word(text: str) -> bytes:
    """Write a short text as 32 bytes, as names of kinds and rights stand on the chain."""
    return text.encode().ljust(32, b"\0")


def post_file(desk: Desk, label: Label) -> Path:
    """Say where an envelope of this party lies: under a name that shows what its label shows anyhow."""
    name = hashlib.sha256(label.bound()).hexdigest()[:16]
    return desk.shared / POST / f"{label.kind}-{label.period}-{name}-{desk.part.id}{SUFFIX}"


def label_of(kind: str, *, period: int = 0, subject: bytes = bytes(32), version: int = 1) -> Label:
    """Label a document of this deal; `subject` is the right, class or address that it is about."""
    about = f"0x{subject.hex()}" if any(subject) else ""
    return Label(deal=DEAL_NAME, kind=kind, period=period, version=version, subject=about)


def enclose(desk: Desk, label: Label, body: bytes, publics: tuple[bytes, ...] = ()) -> Envelope:
    """Seal a document to public keys, or to all readers of its kind, and lay it in the post; once, whatever happens.

    Salt and key come from the party's seed, the label and the body, so that a run that is repeated commits to the same.
    """
    keys = publics or readers_of(desk, label.kind)
    chance = chance_of(desk.seed, label.bound() + hashlib.sha256(body).digest())
    return lay(desk, sound(seal(body, label, keys, chance)))


def lay(desk: Desk, envelope: Envelope) -> Envelope:
    """Lay an envelope of one's own in the post, and give what lies there: the first that was laid under its label."""
    file = post_file(desk, envelope.label)
    if file.is_file():
        return sound(read_envelope(file.read_bytes(), str(file)))
    replace(file, write_envelope(envelope))
    return envelope


def reveal(desk: Desk, label: Label, publics: tuple[bytes, ...] = ()) -> None:
    """Let more keys, or all readers of a kind, open an envelope of one's own; nothing changes on the chain."""
    file = post_file(desk, label)
    envelope = sound(read_envelope(file.read_bytes(), str(file)))
    granted = sound(grant(envelope, desk.secret, publics or readers_of(desk, label.kind)))
    replace(file, write_envelope(granted))


def readers_of(desk: Desk, kind: str) -> tuple[bytes, ...]:
    """Give the public keys of all that may read a kind of document in the end."""
    cast = read_cast(desk.shared)
    return tuple(cast[reader].public for reader in READERS[kind])


def chance_of(seed: Seed, purpose: bytes) -> Callable[[int], bytes]:
    """Give bytes that only the seed's holder can tell, other ones each time that it is called, the same in each run."""
    key, drawn = hmac.digest(seed.seed, purpose, "sha256"), iter(range(2**31))
    return lambda n_bytes: hashlib.shake_256(key + next(drawn).to_bytes(4, "big")).digest(n_bytes)


def posted(desk: Desk, kind: str = "") -> list[Envelope]:
    """Give all envelopes of the post whose kinds begin so, in the order of their names."""
    files = sorted((desk.shared / POST).glob(f"{kind}*{SUFFIX}"))
    return [sound(read_envelope(file.read_bytes(), str(file))) for file in files]


def read_posted(desk: Desk, kind: str, *, period: int | None = None, version: int | None = None) -> list[bytes]:
    """Open all envelopes of a kind that this party can open, and give their bodies."""
    asked_for = {"kind": kind, "period": period, "version": version}
    wanted = {name: value for name, value in asked_for.items() if value is not None}
    posted_so = (each for each in posted(desk, kind) if all(getattr(each.label, n) == v for n, v in wanted.items()))
    secret = desk.secret
    opened = [open_envelope(each, secret) for each in posted_so]
    return [each.value.body for each in opened if not isinstance(each, Failed)]
