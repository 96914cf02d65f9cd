"""The four stages, played once for all tests that look at what came of them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from chizai.ledger.stages.perform import Performance, perform
from chizai.units.result import Ok

SEED = b"tests"


@dataclass(frozen=True, slots=True)
class Played:
    """A performance, where it was played, and what was said meanwhile."""

    came: Performance
    folder: Path
    url: str
    said: dict[int, tuple[str, ...]]


@cache
def played() -> Played:
    """Play the four stages."""
    folder = Path(mkdtemp(prefix="stages-"))
    url = f"embedded:{folder / 'chain.sqlite'}"
    said: dict[int, tuple[str, ...]] = {}
    came = perform(folder, url, SEED, said.__setitem__)
    assert isinstance(came, Ok), came
    return Played(came.value, folder, url, said)
