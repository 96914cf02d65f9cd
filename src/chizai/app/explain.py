"""Any cell of a deal, explained: which one is meant, and why it is what it is."""

from collections.abc import Sequence
from datetime import date

from chizai.deal.model import Deal
from chizai.documents.book import DealBook
from chizai.units.explain import Explained
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.waterfall.cells import TABLES
from chizai.waterfall.explain import Explainer

USUAL = {"fee": "paid", "account": "closing", "guarantee": "drawn", "party": "residual_paid"}
"""What is explained where no item is asked for; of a class, all that its holders were paid."""


def explain_cell(book: DealBook, of: str, on: date, item: str | None = None) -> Result[Explained]:
    """Explain a cell of the period tables, or say why there is no such cell.

    Args:
        book: the deal's book.
        of: id of a class, fee, account, guarantee or party; ids are unique in a deal.
        on: a payment date.
        item: column of its table, a key of `waterfall.cells.TABLES`; none for the usual one.
    """
    tables = tables_by_id(book.deal)
    dates = book.run.program.payment_dates
    if of not in tables:
        return _no_such(book.deal, of, "class, fee, account, guarantee or party", list(tables))
    if on not in dates:
        near = sorted(sorted(dates, key=lambda day: abs(day - on))[:3])
        return _no_such(book.deal, str(on), "payment date", [str(day) for day in near])
    table = tables[of]
    if item is not None and item not in TABLES[table]:
        return _no_such(book.deal, item, f"column of the {table} table", list(TABLES[table]))
    explainer = Explainer(book.deal, book.run, book.inputs, book.provenance.as_of_on)
    if table == "class" and item is None:
        return Ok(explainer.explain_class(of, dates.index(on)))
    return Ok(explainer.explain(table, of, item or USUAL[table], dates.index(on)))


def tables_by_id(deal: Deal) -> dict[str, str]:
    """Give, by the id of each thing that is paid or holds money, the table that it stands in."""
    return {
        **{party.id: "party" for party in deal.parties},
        **{security.id: "class" for security in deal.classes},
        **{fee.id: "fee" for fee in deal.fees},
        **{account.id: "account" for account in deal.accounts},
        **{guarantee.id: "guarantee" for guarantee in deal.guarantees},
    }


def _no_such(deal: Deal, asked: str, kind: str, known: Sequence[str]) -> Failed:
    fix = f"ask for one of: {', '.join(known)}"
    what = f"{asked!r} is no {kind} of it"
    return Failed((Failure(Reason.UNKNOWN, Place(f"deal {deal.id}"), what, "there is nothing to explain", fix),))
