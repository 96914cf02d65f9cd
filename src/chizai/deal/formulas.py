"""The formulas of a deal: where each stands, what it must give, and what it reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from chizai.deal.complaint import key_of
from chizai.deal.formula import Formula, Operation, Quantity, read_formula
from chizai.deal.model import Deal
from chizai.deal.quantities import Kind


@dataclass(frozen=True, slots=True)
class WrittenFormula:
    """A formula as it stands in the deal file."""

    key: str
    text: str
    kind: Kind
    """What it must give."""


def formulas_of(deal: Deal) -> Iterator[WrittenFormula]:
    """Give every formula of a deal, in the order of the file."""
    for key, text, kind in _texts(deal):
        if text is not None:
            yield WrittenFormula(key, text, kind)


def _texts(deal: Deal) -> Iterator[tuple[str, str | None, Kind]]:
    for number, account in enumerate(deal.accounts):
        yield key_of("accounts", number, account.id, "target"), account.target, Kind.AMOUNT
    for number, fee in enumerate(deal.fees):
        yield key_of("fees", number, fee.id, "formula"), fee.formula, Kind.AMOUNT
        yield key_of("fees", number, fee.id, "base"), fee.base, Kind.AMOUNT
    for number, ledger in enumerate(deal.ledgers):
        yield key_of("ledgers", number, ledger.id, "grows_by"), ledger.grows_by, Kind.AMOUNT
    for number, trigger in enumerate(deal.triggers):
        yield key_of("triggers", number, trigger.id, "test"), trigger.test, Kind.FLAG
    for number, inflow in enumerate(deal.inflows):
        yield key_of("inflows", number, inflow.id, "amount"), inflow.amount, Kind.AMOUNT
        yield key_of("inflows", number, inflow.id, "condition"), inflow.condition, Kind.FLAG
    for number, clause in enumerate(deal.clauses):
        yield key_of("clauses", number, clause.id, "limit"), clause.limit, Kind.AMOUNT
        yield key_of("clauses", number, clause.id, "condition"), clause.condition, Kind.FLAG


def quantities_read(deal: Deal) -> tuple[Quantity, ...]:
    """Give every quantity that the formulas of a checked deal read."""
    trees = (read_formula(written.text, deal, written.kind) for written in formulas_of(deal))
    return tuple(dict.fromkeys(quantity for tree in trees for quantity in _quantities(tree)))


def _quantities(tree: Formula) -> Iterator[Quantity]:
    if isinstance(tree, Quantity):
        yield tree
    elif isinstance(tree, Operation):
        for operand in tree.operands:
            yield from _quantities(operand)
