"""Nodes for the ledger's tests, in a file and at an address (anvil, which `dev.py contracts` installs), and tables."""

import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest
from tests.ledger.indexed import reached
from tests.ledger.stage_performance import Played, once, play

from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.indexer import Watched, catch_up
from chizai.ledger.indexer_store import IndexStore
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.node_patience import Patience
from chizai.units.result import Ok

STEPS = EmbeddedTerms(chain_id=1337, began_unix_seconds=1_700_000_000, step_seconds=12)
BRIEF = Patience(first_s=0.01, longest_s=0.1, total_s=5)
NO_ETHER = ("--accounts", "0", "--disable-default-create2-deployer", "--chain-id", "1337")
"""So that a node begins with nothing in it, as a chain in a file does."""
STARTED = re.compile(r"Listening on (127\.0\.0\.1:\d+)")


def opened(url: str, terms: NodeTerms) -> Node:
    """Open a node that has to open."""
    node = connect(url, terms)
    assert isinstance(node, Ok), node
    return node.value


@pytest.fixture(scope="session")
def anvil(project_root: Path) -> Path:
    """Give the program of a node at an address; without it a test is skipped, but never in CI."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    name = f"anvil-{platform.system().lower()}-{machine}"
    program = project_root / "contracts" / "node_modules" / "@foundry-rs" / name / "bin" / "anvil"
    if program.is_file():
        return program
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {program}: `python3 dev.py contracts` installs it")
    pytest.skip(f"needs {program}: `python3 dev.py contracts` installs it")


@contextmanager
def running(anvil: Path, *options: str, logged: list[str] | None = None) -> Iterator[str]:
    """Run a node by Berlin's rules, where gas is free, and give its address; `logged` fills with what it writes."""
    command = (str(anvil), "--port", "0", "--hardfork", "berlin", "--gas-price", "0", *NO_ETHER, *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        # a pipe that nobody reads fills up, and the node stands still
        reader = Thread(target=([] if logged is None else logged).extend, args=(process.stdout,), daemon=True)
        try:
            found = next(filter(None, map(STARTED.search, process.stdout)))
            reader.start()
            yield f"http://{found[1]}"
        finally:
            process.kill()
            if reader.ident is not None:
                reader.join()


@pytest.fixture
def start_anvil(anvil: Path) -> Iterator[Callable[..., Node]]:
    """Give what starts a node with further options and opens it; it ends with the test."""
    with ExitStack() as nodes:

        def start(*options: str, confirmations: int = 0) -> Node:
            url = nodes.enter_context(running(anvil, *options))
            return opened(url, NodeTerms(confirmations=confirmations, patience=BRIEF))

        yield start


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Node]:
    """Give a node in a new file, whose blocks stand 12 seconds apart."""
    node = opened(f"embedded:{tmp_path / 'chain.sqlite'}", NodeTerms(embedded=STEPS, patience=BRIEF))
    yield node
    disconnect(node)


@pytest.fixture(params=["embedded", "http"])
def node(request: pytest.FixtureRequest) -> Node:
    """Give a node of each driver in turn: what is tested with it holds for both."""
    if request.param == "embedded":
        found: Node = request.getfixturevalue("embedded")
        return found
    start: Callable[..., Node] = request.getfixturevalue("start_anvil")
    return start()


@pytest.fixture(scope="session")
def deal(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Give the four stages as they were played on a chain in a file, once for all workers."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder = root / "stages"
    return once(root, lambda: play(folder, f"embedded:{folder / 'chain.sqlite'}"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[IndexStore]:
    """Give new tables."""
    made = IndexStore(tmp_path / "index.sqlite")
    yield made
    made.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[[Node, list[Watched]], str]]:
    """Give what digests tables that are made anew from block 0."""
    made: list[IndexStore] = []

    def digest(node: Node, contracts: list[Watched]) -> str:
        made.append(IndexStore(tmp_path / f"fresh {len(made)}.sqlite"))
        reached(catch_up(node, made[-1], contracts))
        return made[-1].digest()

    yield digest
    for each in made:
        each.close()
