"""Work that is killed again and again: run by `test_sender_crash.py` in an interpreter of its own.

It loads the machine once; each child that it forks is a process of its own, which is killed at a moment by chance.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import eth.vm.forks.berlin  # noqa: F401 loaded once, before the children are made
from eth_account import Account
from web3 import Web3

from chizai.ledger import embedded  # noqa: F401 as above
from chizai.ledger.artifacts import artifact
from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.ledger.sender import Mined, Sender, order_call, order_contract, send
from chizai.ledger.sender_outbox import Order, Outbox
from chizai.units.result import Ok

TERMS = NodeTerms(embedded=EmbeddedTerms(began_unix_seconds=1_700_000_000, step_seconds=12))
AGAIN = 3
"""How many finished orders a life asks for once more, as a program would that does not know how far it came."""


def work(place: Path, count: int, first: int, pulse: int) -> None:
    """Make money, then pay `count` - 1 holders; say on `pulse` when something new is begun, and at the end what is."""
    node = connect(f"embedded:{place / 'chain.sqlite'}", TERMS)
    assert isinstance(node, Ok)
    account = Account.from_key("0x" + "11" * 32)
    sender = Sender(node.value, Outbox(place / "outbox.sqlite"), account)

    def done(order: Order) -> Mined:
        if sender.outbox.find(sender.chain, order.key) is None:
            os.write(pulse, b".")
        mined = send(sender, order)
        assert isinstance(mined, Ok), mined
        return mined.value

    cash, eth = artifact("CashToken"), node.value.web3.eth
    made = done(order_contract("cash", node.value, cash, "JPY", 0, account.address))
    token = eth.contract(Web3.to_checksum_address(str(made.contract)), abi=cash.abi)
    for number in range(first, count):
        holder = Web3.to_checksum_address(f"0x{number:040x}")
        done(order_call(f"mint {number}", token, "mint", holder, 1000 + number))
    head = eth.get_block("latest")
    told = {"number": head["number"], "root": head["stateRoot"].hex(), "hash": head["hash"].hex()}
    (place / "told.json").write_text(json.dumps(told | {"supply": token.functions.totalSupply().call()}))


def life(place: Path, count: int, first: int = 1, seconds: float | None = None) -> bool:
    """Let a child work, and say whether it lived to the end; with `seconds`, it is killed so long after it began."""
    ear, pulse = os.pipe()
    child = os.fork()
    if not child:
        work(place, count, first, pulse)
        os._exit(0)
    os.close(pulse)
    if seconds is not None and os.read(ear, 1):
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    os.close(ear)
    assert status in {0, signal.SIGKILL}, status
    return status == 0


def done(place: Path) -> int:
    """Say how many orders have a block."""
    node = connect(f"embedded:{place / 'chain.sqlite'}", TERMS)
    assert isinstance(node, Ok)
    number = node.value.web3.eth.block_number
    disconnect(node.value)  # no file may be open across a fork
    return number


def main(folder: Path, kills: int, count: int) -> None:
    """Do the work once undisturbed, and once with kills; print what became of both."""
    chance, begun = random.Random(20260401), time.monotonic()  # noqa: S311 repeats itself, guards nothing
    calm, rough = folder / "calm", folder / "rough"
    calm.mkdir()
    rough.mkdir()
    assert life(calm, count)
    each_s = (time.monotonic() - begun) / count
    heights: list[int] = []
    while len(heights) < kills and not life(
        rough, count, max(1, (heights or [0])[-1] - AGAIN), chance.uniform(0, each_s)
    ):
        heights.append(done(rough))
    assert life(rough, count)
    told = {place.name: json.loads((place / "told.json").read_text()) for place in (calm, rough)}
    sys.stdout.write(json.dumps(told | {"heights": heights}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
