"""A chain of a test, which can take its blocks back, and what is asked of tables of it."""

from typing import TYPE_CHECKING, Any

from eth_account import Account
from web3 import Web3
from web3.providers.base import BaseProvider

from chizai.ledger.artifacts import artifact
from chizai.ledger.indexer import Watched
from chizai.ledger.indexer_store import Reached
from chizai.ledger.node import Node
from chizai.ledger.node_patience import Patience
from chizai.units.result import Failed, Failure, Ok, Result

if TYPE_CHECKING:
    from collections.abc import Callable

ISSUER = Account.from_key("0x" + "11" * 32)
HOLDER = Account.from_key("0x" + "22" * 32)
THIRD = Account.from_key("0x" + "33" * 32).address
CASH = artifact("CashToken")
NOBODY = "0x" + "00" * 20
TRANSFER = Web3.keccak(text="Transfer(address,address,uint256)")
QUICK = Patience(first_s=0.001, longest_s=0.001, total_s=0.005)


def reached(result: Result[Reached]) -> Reached:
    """Give the block that was reached, as it has to be."""
    assert isinstance(result, Ok), result
    return result.value


def refused(result: object) -> Failure:
    """Give the one failure of a result that has to have one."""
    assert isinstance(result, Failed), result
    (failure,) = result.failures
    return failure


class FakeChain(BaseProvider):
    """A chain whose blocks a test makes and takes back; each mints its serial number, never, once or twice."""

    address = "0x" + "0C" * 20

    def __init__(self) -> None:
        super().__init__()
        self.serial = 0
        self.blocks: list[dict[str, Any]] = []
        self.before: Callable[[str], None] = lambda _: None
        self.most_blocks = 1_000_000
        self.grow(1)

    def grow(self, count: int) -> None:
        """Add blocks; the serial number of each says how many events it holds."""
        for _ in range(count):
            parent = self.blocks[-1]["hash"] if self.blocks else "0x" + "00" * 32
            self.blocks.append(self._block(len(self.blocks), parent))
            self.serial += 1

    def _block(self, number: int, parent: str) -> dict[str, Any]:
        found = Web3.keccak(text=f"block {self.serial}").to_0x_hex()
        transaction = {"hash": found, "from": ISSUER.address, "transactionIndex": "0x0"}
        topics = [TRANSFER.to_0x_hex(), f"0x{0:064x}", "0x" + THIRD[2:].lower().rjust(64, "0")]
        log = {
            "address": self.address,
            "topics": topics,
            "data": f"0x{self.serial:064x}",
            "blockNumber": hex(number),
            "blockHash": found,
            "transactionHash": found,
            "transactionIndex": "0x0",
        }
        return {
            "number": hex(number),
            "hash": found,
            "parentHash": parent,
            "timestamp": hex(number),
            "transactions": [transaction],
            "logs": [{**log, "logIndex": hex(position)} for position in range(self.serial % 3)],
        }

    def make_request(self, method: Any, params: Any) -> Any:
        self.before(method)
        answer = getattr(self, method)(*params)
        return {"jsonrpc": "2.0", "id": 1} | (answer if "error" in answer else {"result": answer["is"]})

    def eth_blockNumber(self) -> Any:  # noqa: N802 the method's own name
        return {"is": hex(len(self.blocks) - 1)}

    def eth_getBlockByNumber(self, number: str, _: bool) -> Any:  # noqa: N802
        return {"is": next((each for each in self.blocks if each["number"] == number), None)}

    def eth_getBlockByHash(self, found: Any, _: bool) -> Any:  # noqa: N802
        return {"is": next((each for each in self.blocks if each["hash"] == found), None)}

    def eth_getLogs(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        if "blockHash" in asked:
            chosen = [each for each in self.blocks if each["hash"] == Web3.to_hex(bytes(asked["blockHash"]))]
            if not chosen:
                return {"error": {"code": -32000, "message": "unknown block"}}
        else:
            first, last = int(asked["fromBlock"], 16), int(asked["toBlock"], 16)
            if last - first >= self.most_blocks:
                return {"error": {"code": -32005, "message": "too many"}}
            chosen = self.blocks[first : last + 1]
        return {"is": [log for each in chosen for log in each["logs"]]}


def fake(chain: FakeChain, confirmations: int = 3) -> Node:
    """Open a chain of a test."""
    return Node("http://fake", Web3(chain), 1, str(chain.blocks[0]["hash"]), confirmations, None, QUICK)


FAKE = [Watched("CashToken", Web3.to_checksum_address(FakeChain.address), CASH.abi)]
