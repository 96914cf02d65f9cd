"""Everything that a run paid, read once as tables, for all documents of a deal to share."""

from dataclasses import dataclass

from chizai.assets.rights import kind_of
from chizai.deal.model import Deal, Pay
from chizai.deal.program import SlotKind
from chizai.documents.book import DealBook
from chizai.documents.clause_results import ClauseResult, clause_results
from chizai.waterfall.tables import (
    AccountRow,
    ClassRow,
    FeeRow,
    GuaranteeRow,
    account_table,
    class_table,
    fee_table,
    guarantee_table,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DealTables:
    """A book and its run's tables, by id in the deal's order; each has one row a period."""

    book: DealBook
    classes: dict[str, tuple[ClassRow, ...]]
    fees: dict[str, tuple[FeeRow, ...]]
    accounts: dict[str, tuple[AccountRow, ...]]
    guarantees: dict[str, tuple[GuaranteeRow, ...]]
    triggers: dict[str, tuple[bool, ...]]
    """Whether each trigger turned clauses on or off in a period."""
    calls: dict[str, tuple[bool, ...]]
    """Whether each call has been made by the end of a period."""
    unused: frozenset[str]
    """Columns of classes in which nothing of the deal can ever stand; tables leave them out."""

    @property
    def period(self) -> int:
        """Give the period that a report shows, counted from 0: the last paid one, or the first forecast."""
        return max(self.book.n_periods_actual - 1, 0)

    @property
    def has_actual(self) -> bool:
        """Whether any period is paid."""
        return self.book.n_periods_actual > 0

    def clauses(self) -> tuple[ClauseResult, ...]:
        """Give the shown period's waterfall."""
        return clause_results(self.book.deal, self.book.run, self.period)


def deal_tables(book: DealBook) -> DealTables:
    """Read a book's run."""
    deal, run = book.deal, book.run
    return DealTables(
        book=book,
        classes={item.id: class_table(run, item.id) for item in deal.classes},
        fees={fee.id: fee_table(run, fee.id) for fee in deal.fees},
        accounts={account.id: account_table(run, account.id) for account in deal.accounts},
        guarantees={guarantee.id: guarantee_table(run, guarantee.id) for guarantee in deal.guarantees},
        triggers={trigger.id: _states(book, trigger.id) for trigger in deal.triggers},
        calls={inflow.id: _states(book, inflow.id) for inflow in deal.inflows if inflow.is_call},
        unused=_unused(deal),
    )


def _states(book: DealBook, name: str) -> tuple[bool, ...]:
    """Read a flag that lasts, as each period left it; shape (n_periods,)."""
    run = book.run
    slot = run.program.slot(SlotKind.STATE, name)
    return tuple(bool(run.closing(period, slot)) for period in range(len(run.program.payment_dates)))


def _unused(deal: Deal) -> frozenset[str]:
    pays = {clause.pay for clause in deal.clauses}
    added = set() if pays & {Pay.DRAW, Pay.CAPITALISE, Pay.WRITE_UP} else {"added_minor"}
    return frozenset(added | (set() if Pay.WRITE_DOWN in pays else {"written_off_minor"}))


def right_kinds_of(book: DealBook, licence_id: str) -> tuple[str, ...]:
    """Give the kinds of right under a licence, sorted; several where a licence bundles them."""
    licence = book.pool.licence(licence_id)
    return tuple(sorted({kind_of(book.pool.right(right_id)) for right_id in licence.right_ids}))
