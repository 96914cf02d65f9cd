"""A node at an address, asked again when it does not answer."""

from urllib.parse import urlsplit

from web3 import HTTPProvider  # this module is loaded when such a node is opened, not before
from web3.types import RPCEndpoint, RPCResponse

from chizai.ledger.node_patience import NodeLostError, Patience

ANSWER_S = 30
"""How long one answer is waited for, in seconds."""
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
"""The HTTP statuses of a node, or of what stands before it, that may answer a little later."""
GIVEN_UP = object()
"""No pause is left."""
NEVER_TWICE = {"eth_sendTransaction"}
"""Asked a second time, this would act a second time. A signed transaction acts once, however often it is sent."""


class PatientProvider(HTTPProvider):
    """A provider over HTTP that bears a node's absence for a while."""

    def __init__(self, url: str, patience: Patience) -> None:
        """Ask the node at `url`."""
        super().__init__(url, request_kwargs={"timeout": ANSWER_S}, exception_retry_configuration=None)
        self.patience = patience

    def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
        """Ask until there is an answer.

        Raises:
            NodeLostError: none came in all the time that is waited, or one that no node gives.
        """
        pauses = self.patience.pauses()
        while True:
            try:
                return super().make_request(method, params)
            except (OSError, ValueError) as error:  # all errors of the connection are the former, no JSON is the latter
                if not _may_pass(error, method) or next(pauses, GIVEN_UP) is GIVEN_UP:
                    raise NodeLostError(_silent(str(self.endpoint_uri), error)) from error


def _may_pass(error: Exception, method: str) -> bool:
    status = _status(error)
    return isinstance(error, OSError) and method not in NEVER_TWICE and (status is None or status in TRY_AGAIN)


def _status(error: Exception) -> int | None:
    """Give the HTTP status that an error carries, if a server answered at all."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) else None


def _silent(url: str, error: Exception) -> str:
    """Name the node without what may be secret in its address: a path or a query often carries a key."""
    status = _status(error)
    said = f"HTTP status {status}" if status else type(error).__name__
    return f"the node at {urlsplit(url).hostname} does not answer: {said}"
