"""The four stages on a node at an address: they end as on a chain in a file, and nobody on the wire reads a secret."""

import gzip
from pathlib import Path

from tests.ledger.conftest import running
from tests.ledger.planted import files_for_all, found
from tests.ledger.recording import recording
from tests.ledger.stage_performance import Played, play
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint

from chizai.ledger.artifacts import artifact
from chizai.ledger.stages.facts import BEGAN_UNIX_SECONDS, COVER_MINOR, collected, program


def state_of(node: str) -> bytes:
    """Give all that a node keeps of accounts, code, storage, blocks and transactions, as it would write it to disk."""
    dumped = Web3(HTTPProvider(node)).manager.request_blocking(RPCEndpoint("anvil_dumpState"), [])
    return gzip.decompress(bytes.fromhex(str(dumped).removeprefix("0x")))


def test_all_ends_as_on_a_chain_in_a_file_and_the_wire_holds_no_secret(
    deal: Played, anvil: Path, tmp_path: Path
) -> None:
    logged: list[str] = []
    with running(anvil, "--timestamp", str(BEGAN_UNIX_SECONDS), logged=logged) as node, recording(node) as (url, wire):
        played = play(tmp_path / "stages", url)
        state = state_of(node)
    assert played.said == deal.said
    assert played.came.views == deal.came.views
    assert played.came.n_blocks == deal.came.n_blocks
    said = "\n".join(line for lines in played.said.values() for line in lines)
    places = {
        "wire": b"\n".join(map(bytes, wire)),
        "state": state,
        "log": "".join(logged).encode(),
        "said": said.encode(),
    }
    assert not found(places | files_for_all(played.rest))
    # the scan finds what is public, so that it would find what is not
    assert b"eth_sendRawTransaction" in places["wire"]
    assert "eth_sendRawTransaction" in "".join(logged)
    for public in (program().digest(), f"{collected(4):016x}", f"{COVER_MINOR:016x}"):
        assert public.encode() in places["wire"]
        assert public.encode() in places["state"]
    assert artifact("AttestedCash").bytecode[-100:].hex().encode() in places["state"]
