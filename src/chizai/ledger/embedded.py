"""An embedded node: what answers `web3` for a chain in a file, in the words of Ethereum's JSON-RPC.

It answers what a reader of contracts and a sender of signed transactions ask. It holds no keys and signs nothing.
"""

import json
import sqlite3
from typing import Any, cast

from web3.providers.base import JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from chizai.ledger.embedded_blocks import RejectedError
from chizai.ledger.embedded_chain import EmbeddedChain
from chizai.ledger.embedded_methods import READS, REFUSED, WRITES, RpcError, called
from chizai.ledger.node_patience import NodeLostError

NO_METHOD = -32601
"""The code of JSON-RPC for a method that is not there."""


class EmbeddedProvider(JSONBaseProvider):
    """What `Web3` asks instead of a node at an address."""

    def __init__(self, chain: EmbeddedChain) -> None:
        """Answer for an open chain."""
        super().__init__()
        self.chain = chain

    def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
        """Answer one request; its parameters are read as they would stand on a wire.

        Raises:
            NodeLostError: the file can no longer be read or written, or another process kept it too long.
        """
        asked = json.loads(self.encode_rpc_request(method, params))
        try:
            answer = {"result": self._result(method, asked["params"])}
        except RpcError as error:
            answer = {"error": error.answer}
        except RejectedError as error:
            answer = {"error": {"code": REFUSED, "message": str(error)}}
        except sqlite3.Error as error:
            raise NodeLostError(f"the chain's file does not answer: {error}") from error
        return cast("RPCResponse", {"jsonrpc": "2.0", "id": asked["id"]} | answer)

    def _result(self, method: str, params: list[Any]) -> object:
        if method in WRITES:
            return called(WRITES[method], self.chain, *params)
        if method not in READS:
            raise RpcError(NO_METHOD, f"the method {method} does not exist on an embedded node")
        with self.chain.store.view():
            return called(READS[method], self.chain, self.chain.evm(), *params)
