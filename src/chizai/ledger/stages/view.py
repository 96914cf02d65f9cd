"""What a party sees at the end: the documents it can open, what it holds, and the last payment computed by itself."""

from dataclasses import dataclass

from chizai.ledger.envelope import open_envelope
from chizai.ledger.indexer import catch_up, events, watched
from chizai.ledger.indexer_store import IndexStore
from chizai.ledger.stages.desk import Desk, asked, contracts, posted, standing
from chizai.ledger.stages.facts import UNITS
from chizai.ledger.stages.recompute import Recomputed, recompute
from chizai.units.result import Failed, Ok, Result

INDEX_FILE = "index.sqlite"


@dataclass(frozen=True, slots=True)
class View:
    """One party's view of the deal."""

    party: str
    opened: tuple[tuple[str, str, int], ...]
    """Kind, subject and period of each document that its key opens."""
    n_sealed: int
    """How many envelopes lie in the post and do not open for it."""
    units: dict[str, int]
    """What it holds of each class."""
    cash_minor: int
    n_events: int
    """How many of the ledger's events name it, or are of its transactions."""
    recomputed: Recomputed


def view(desk: Desk) -> Result[View]:
    """Look at the deal as one party."""
    found = posted(desk)
    secret = desk.secret
    opened = [each for each in found if not isinstance(open_envelope(each, secret), Failed)]
    own = desk.sender.account.address
    known = contracts(desk.shared)
    store = IndexStore(desk.folder / INDEX_FILE)
    reached = catch_up(desk.node, store, [watched(source, address) for source, address in known.values() if source])
    if isinstance(reached, Failed):
        return reached
    recomputed = recompute(desk.node, standing(desk, "vault"))
    if isinstance(recomputed, Failed):
        return recomputed
    return Ok(
        View(
            party=desk.part.id,
            opened=tuple(sorted((each.label.kind, each.label.subject, each.label.period) for each in opened)),
            n_sealed=len(found) - len(opened),
            units={name: asked(desk, f"class {name}", "balanceOf", own) for name in UNITS},
            cash_minor=asked(desk, "cash", "balanceOf", own),
            n_events=len(events(store, party=own)),
            recomputed=recomputed.value,
        )
    )
