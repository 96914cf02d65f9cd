"""The demonstration of the shared ledger: four stages, and what each party sees at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from chizai.app.ledger_gates import ask_law
from chizai.units.result import Failed, Failure, Place, Reason, Result

if TYPE_CHECKING:
    from chizai.ledger.stages.perform import Performance

CHAIN_FILE = "chain.sqlite"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where the demonstration is played."""

    folder: Path
    """Each party has its own folder in it."""
    node: str = ""
    """`embedded:` and a file, or the address of a test node; empty for a new chain in the folder."""
    seed: str = "chizai"
    """What all parties' words come from: other addresses for another seed. Words of a demonstration guard nothing."""

    @property
    def url(self) -> str:
        """The node's URL."""
        return self.node or f"embedded:{self.folder / CHAIN_FILE}"


def demonstrate(asked: Demonstration, say: Callable[[str], None]) -> "Result[Performance]":
    """Play the four stages, or go on with them where they were interrupted.

    Args:
        asked: where.
        say: is told in words what happens, line by line.

    Returns:
        what each party sees at the end; or what kept it from going on.
    """
    if find_spec("web3") is None:
        what, why = "the extra `ledger` is not installed", "it has what speaks to nodes"
        fix = "pip install 'chizai[ledger]'"
        return Failed((Failure(Reason.MISSING, Place("ledger demo"), what, why, fix),))
    from chizai.ledger.stages.cast import PARTS
    from chizai.ledger.stages.perform import perform
    from chizai.ledger.stages.script import SCRIPT, STAGES

    titles = {part.id: part.title for part in PARTS}

    def tell(number: int, said: tuple[str, ...]) -> None:
        turn = SCRIPT[number]
        if number == 0 or SCRIPT[number - 1].stage != turn.stage:
            say(f"\nStage {turn.stage}  {STAGES[turn.stage][0]}  {STAGES[turn.stage][1]}")
        say(f"  {titles[turn.party]} {turn.doing}")
        for line in said:
            say(f"    - {line}")

    return perform(asked.folder, asked.url, asked.seed.encode(), ask_law, tell)


def view_lines(came: "Performance") -> list[str]:
    """Say what each party sees at the end, one block a party."""
    from chizai.ledger.stages.cast import PARTS

    lines = ["", "What each party sees  各当事者に見えるもの"]
    for part, seen in zip(PARTS, came.views, strict=True):
        kinds: dict[str, int] = {}
        for kind, _, _ in seen.opened:
            kinds[kind] = kinds.get(kind, 0) + 1
        opened = (
            ", ".join(f"{count} {_plural(kind)}" if count > 1 else kind for kind, count in kinds.items()) or "nothing"
        )
        units = ", ".join(f"{count} of class {name}" for name, count in seen.units.items() if count) or "none"
        lines += [
            f"\n{part.title}  {part.title_ja}",
            f"  opens   開封可  {opened}; {seen.n_sealed} envelopes stay sealed",
            f"  holds   保有    units: {units}; cash: {seen.cash_minor:,} JPY",
            f"  ledger  台帳    {seen.n_events} events name it or are its own",
        ]
    last = came.views[0].recomputed
    paid = ", ".join(f"{name} {amount:,}" for name, amount in last.paid_minor.items())
    lines += [
        "",
        f"Each party computed the payment of period {last.period} from the program and the reports on the ledger:",
        f"  {paid} JPY; all {last.n_slots} numbers of the vault are equal to the unit.",
        f"{came.n_blocks} blocks, state root {came.state_root}.",
        "This is a demonstration: its money is worth nothing, its clock is set, and its parties share one machine.",
        "実演です。資金に価値はなく、時計は進めてあり、全当事者が1台の機械の上にいます。",
    ]
    return lines


def _plural(kind: str) -> str:
    return f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}s"
