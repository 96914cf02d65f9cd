"""The node of a ledger: one `Web3` for a chain in a file and for one that many keep."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node_patience import NodeLostError, Patience
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from web3 import Web3
    from web3.exceptions import Web3RPCError
    from web3.providers.base import BaseProvider

    from chizai.ledger.embedded import EmbeddedProvider

FinalTag: TypeAlias = Literal["safe", "finalized"]
"""How a node itself names its last block that is not expected to be undone, and the one that cannot be."""
EMBEDDED = "embedded:"
SCHEMES = "embedded:PATH, http://… or https://…"
NEEDLESS = ("ens_name_to_address", "validation")
"""What web3 does to each request that is nothing to us: no name of ENS stands for an address here, and the chain's
number is asked once, as the node is opened."""


@dataclass(frozen=True, slots=True)
class Node:
    """An open node."""

    url: str
    """How it was named: `embedded:` and a file, or an address."""
    web3: "Web3"
    """What asks it."""
    chain_id: int
    """What a signature names as its chain (EIP-155)."""
    genesis_hash: str
    """The hash of block 0, with `0x`: which chain it is, since two may have one number."""
    confirmations: int
    """How many blocks stand on one that is final; 0 if every block is final at once."""
    final_tag: FinalTag | None
    """What the node calls the last final block; None to count confirmations."""
    patience: Patience = field(default=Patience(), repr=False)
    """How long a transaction is waited for, and a node that does not answer."""

    @property
    def place(self) -> Place:
        """Where a failure of this node is: without the path and query of an address, which may carry a key."""
        return Place(self.url if self.url.startswith(EMBEDDED) else f"node at {urlsplit(self.url).hostname}")


@dataclass(frozen=True, slots=True)
class NodeTerms:
    """How a node is to be opened."""

    confirmations: int = 12
    """How many blocks must stand on a block of a node at an address before it counts as final. It is an assumption
    about the network: 0 where its consensus lets no block be undone (QBFT, IBFT)."""
    final_tag: FinalTag | None = None
    """Has a node at an address say by itself which block is final, where it knows; then nothing is counted."""
    embedded: EmbeddedTerms | None = None
    """What a chain in a file is to be; None takes what the file says."""
    patience: Patience = field(default=Patience(), repr=False)
    chain_id: int | None = None
    """Which chain is expected; None takes any."""


def connect(url: str, terms: NodeTerms | None = None) -> Result[Node]:
    """Open a node.

    Args:
        url: `embedded:` and the path of a file, which is made if it is not there; or the http or https address of a
            node that speaks Ethereum's JSON-RPC.
        terms: how; without them, as `NodeTerms` says.

    Returns:
        the node, or why there is none: no such scheme, a file that is no chain or another one, a node that does not
        answer, another chain than the expected.
    """
    chosen = terms or NodeTerms()
    if url.startswith(EMBEDDED):
        opened = _open_file(url, chosen)
    elif _is_address(url):
        opened = _open_address(url, chosen)
    else:
        what = f"{url.partition(':')[0]!r} begins no address of a node"
        return _failed(Reason.UNKNOWN, Place("node"), what, "it says how the ledger is reached", f"write {SCHEMES}")
    if isinstance(opened, Ok) and chosen.chain_id not in {None, opened.value.chain_id}:
        what = f"it is chain {opened.value.chain_id}, not {chosen.chain_id}"
        fix = "name the node of the deal's chain"
        disconnect(opened.value)
        return _failed(Reason.INCONSISTENT, opened.value.place, what, "a deal stands on one chain", fix)
    return opened


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is not closed, or a port that is none
        return False


def _open_file(url: str, terms: NodeTerms) -> Result[Node]:
    import sqlite3

    from chizai.ledger.embedded import EmbeddedProvider
    from chizai.ledger.embedded_chain import OtherChainError, open_chain

    path, place = Path(url.removeprefix(EMBEDDED)), Place(url)
    if not path.name or not path.parent.is_dir():
        what = f"there is no folder for {str(path)!r}"
        return _failed(Reason.MISSING, place, what, "the chain stands in a file", "make the folder, or name another")
    try:
        chain = open_chain(path, terms.embedded)
    except OtherChainError as error:
        fix = "name the file of this chain, or one that is not there yet"
        return _failed(Reason.INCONSISTENT, place, f"it holds another chain: {error}", "blocks follow one genesis", fix)
    except sqlite3.Error as error:
        fix = "name a file that is a chain, or one that is not there yet and may be written"
        return _failed(Reason.UNREADABLE, place, f"no chain can be opened: {error}", "the ledger stands in it", fix)
    web3 = _asking(EmbeddedProvider(chain))
    genesis_hash = web3.eth.get_block(0)["hash"].to_0x_hex()
    return Ok(Node(url, web3, chain.terms.chain_id, genesis_hash, 0, None, terms.patience))


def _open_address(url: str, terms: NodeTerms) -> Result[Node]:
    from web3.exceptions import Web3Exception

    from chizai.ledger.http_node import PatientProvider

    web3 = _asking(PatientProvider(url, terms.patience))
    try:
        chain_id, genesis_hash = web3.eth.chain_id, web3.eth.get_block(0)["hash"].to_0x_hex()
    except NodeLostError as error:
        return lost(Place(f"node at {urlsplit(url).hostname}"), error)
    except Web3Exception as error:
        what = f"it does not say which chain it is: {error}"
        why, fix = "a signature names its chain", "name an address that speaks Ethereum's JSON-RPC"
        return _failed(Reason.UNREADABLE, Place(f"node at {urlsplit(url).hostname}"), what, why, fix)
    return Ok(Node(url, web3, chain_id, genesis_hash, terms.confirmations, terms.final_tag, terms.patience))


def _asking(provider: "BaseProvider") -> "Web3":
    """Give what asks, with the node's own price of gas: a consortium's is 0, and Berlin knows no base fee.

    The keepers of a consortium (Clique, IBFT, QBFT) sign a block in its `extraData`, which is longer then than web3
    takes it to be: it is read under a name of its own.
    """
    from web3 import Web3
    from web3.middleware import ExtraDataToPOAMiddleware

    web3 = Web3(provider)
    for name in NEEDLESS:
        web3.middleware_onion.remove(name)
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    web3.eth.set_gas_price_strategy(lambda asked, _: asked.eth.gas_price)
    return web3


def disconnect(node: Node) -> None:
    """Close the node's file. A node at an address stays as it is."""
    if node.url.startswith(EMBEDDED):
        cast("EmbeddedProvider", node.web3.provider).chain.store.close()


def final_number(node: Node) -> int:
    """Say the number of the last block that is final; block 0 always is.

    Raises:
        NodeLostError: the node does not answer.
    """
    if node.final_tag is not None:
        return node.web3.eth.get_block(node.final_tag)["number"]
    return max(0, node.web3.eth.block_number - node.confirmations)


WHY_ASKED = "only the node knows what stands on the ledger"


def lost(place: Place, error: NodeLostError) -> Failed:
    """Say that a node does not answer."""
    fix = "start the node or correct its address, then do the same again: nothing acts twice"
    return _failed(Reason.UNREADABLE, place, str(error), WHY_ASKED, fix)


def unanswered(place: Place, error: "Web3RPCError") -> Failed:
    """Say that a node answers with an error where any should know."""
    fix = "use a node that is in step and keeps earlier states, then do the same again: nothing acts twice"
    return _failed(Reason.UNREADABLE, place, f"it cannot answer: {said(error)}", WHY_ASKED, fix)


def said(error: "Web3RPCError") -> str:
    """Give the words of a node's error."""
    answer = (error.rpc_response or {}).get("error")
    return answer["message"] if isinstance(answer, dict) else error.message


def _failed(reason: Reason, place: Place, what: str, why: str, fix: str) -> Failed:
    return Failed((Failure(reason, place, what, why, fix),))
