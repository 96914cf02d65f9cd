"""Many questions of one kind at once: one message to a node at an address, where each would take a journey."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web3.types import RPCEndpoint

    from chizai.ledger.node import Node

AT_ONCE = 50
"""How many questions go into one message; nodes take more, and answers of whole blocks are long."""


def asked_at_once(node: "Node", method: str, questions: Sequence[list[Any]]) -> list[Any]:
    """Ask a node the same of many things, which changes nothing on it.

    Args:
        node: what is asked; one that takes no batches is asked one by one.
        method: of JSON-RPC.
        questions: the parameters of each.

    Returns:
        the answers in the order of the questions, as they stand in JSON; None where the node has none.

    Raises:
        NodeLostError: the node does not answer.
        Web3RPCError: it answers with an error.
    """
    from web3.types import RPCEndpoint

    endpoint, answers = RPCEndpoint(method), []
    for start in range(0, len(questions), AT_ONCE):
        asked = questions[start : start + AT_ONCE]
        told = _batch(node, endpoint, asked)
        answers += told or [node.web3.manager.request_blocking(endpoint, each) for each in asked]
    return answers


def _batch(node: "Node", endpoint: "RPCEndpoint", asked: Sequence[list[Any]]) -> list[Any] | None:
    """Ask in one message; none if the node is near, or does not answer every question of it, whatever the reason."""
    from chizai.ledger.http_node import PatientProvider

    provider = node.web3.provider
    if not isinstance(provider, PatientProvider):
        return None
    try:
        told: Any = provider.make_batch_request([(endpoint, each) for each in asked])
    except (OSError, ValueError):  # all errors of the connection are the former, no JSON is the latter
        return None
    whole = isinstance(told, list) and len(told) == len(asked) and all("result" in each for each in told)
    return [each["result"] for each in told] if whole else None
