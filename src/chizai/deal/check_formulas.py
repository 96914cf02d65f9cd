"""Can every formula be read, and does none of them go round in a circle?"""

from collections.abc import Iterator

from chizai.deal.check_facts import Facts, circles, quantities_in
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.quantities import Kind
from chizai.units.result import Reason


def check_formulas(facts: Facts) -> Iterator[Complaint]:
    """Find formulas that cannot be read, conditions that never change, and targets that read themselves."""
    for written, error in facts.unreadable:
        yield Complaint(error.reason, written.key, error.what, error.why, error.fix)
    for written, tree in facts.formulas:
        if written.kind is Kind.FLAG and not any(quantities_in(tree)):
            yield Complaint.inconsistent(
                written.key,
                f"{written.text!r} reads nothing of the deal",
                "it is always the same: no condition at all, or one that never holds",
                "compare a quantity such as cash(...), or remove it",
            )
    yield from _check_circular_targets(facts)


def _check_circular_targets(facts: Facts) -> Iterator[Complaint]:
    numbers = {account.id: number for number, account in enumerate(facts.deal.accounts)}
    trees = {written.key: tree for written, tree in facts.formulas}
    ways: dict[str, tuple[str, ...]] = {}
    for account_id, number in numbers.items():
        tree = trees.get(key_of("accounts", number, account_id, "target"))
        if tree is not None:
            ways[account_id] = tuple(of for read in quantities_in(tree) if read.name == "target" for of in read.of)
    for path in circles(ways):
        yield Complaint(
            Reason.CYCLE,
            key_of("accounts", numbers[path[0]], path[0], "target"),
            f"targets read each other in a circle: {' -> '.join((*path, path[0]))}",
            "none of them could be worked out before the others",
            "let one of them stand without target(...)",
        )
