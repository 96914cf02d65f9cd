"""Parts on one period: what came in, what each clause paid, where classes, reserves and triggers stand."""

from datetime import date

from chizai.documents.clause_words import clause_sentence, recipient_name
from chizai.documents.collections_table import CollectionLine, by_licence, by_right_kind
from chizai.documents.language import marked
from chizai.documents.names import RIGHT_KINDS
from chizai.documents.page import Column, named_columns
from chizai.documents.paid_sections import FURTHER
from chizai.documents.papers.common import in_currency, keyed
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure, run_figure
from chizai.documents.papers.tree import Block, Cell, Fact, Facts, Paragraph, Table
from chizai.documents.targets import target_minor
from chizai.documents.words import NOTHING, Words

AMOUNTS = ("received", "forecast", "received_to_date", "forecast_to_come")
"""The items of a line of collections."""


def shown_day(dossier: Dossier) -> date:
    """Give the payment date that the paper is about."""
    return dossier.book.run.program.payment_dates[dossier.tables.period]


def headline(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say which period it is, and what was collected and paid in it."""
    tables, run = dossier.tables, dossier.book.run
    period, n_periods = tables.period, len(run.program.payment_dates)
    day = formal_day(shown_day(dossier), words)
    lead = words.say("Period {number} of {all}, paid on {day}.", number=period + 1, all=n_periods, day=day)
    if not tables.has_actual:
        lead = words.say(
            "No period is paid yet. All figures below are the forecast of the first, to be paid on {day}.", day=day
        )
    paid = sum(rows[period].paid_minor for rows in tables.classes.values())
    fees = sum(rows[period].paid_minor for rows in tables.fees.values())
    unpaid = sum(rows[period].interest_unpaid_minor for rows in tables.classes.values())
    held = sum(rows[period].closing_minor for rows in tables.accounts.values())
    balance = sum(rows[period].closing_minor for rows in tables.classes.values())
    named = (
        (words.say("Collected"), "collected", run.collected(period)),
        (words.say("Paid to holders"), "paid_to_holders", paid),
        (words.say("Fees paid"), "fees_paid", fees),
        (words.say("Balances after payment"), "balances", balance),
        (words.say("Interest unpaid"), "interest_unpaid", unpaid),
        (words.say("Cash held after payment"), "cash_held", held),
    )
    facts = [
        Fact(name, figure(words.money(amount), "collections", f"sums {shown_day(dossier).isoformat()}", item))
        for name, item, amount in named
    ]
    return (Paragraph(lead), Facts(tuple(facts)))


def class_interest(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell each class's balance and principal, and its interest, in two tables that fit the page."""
    return (_balances(dossier, words), _interest(dossier, words))


def _balances(dossier: Dossier, words: Words) -> Table:
    tables, day = dossier.tables, shown_day(dossier)
    further = [column for column in FURTHER if column not in tables.unused]
    items = ["opening", "principal_paid", *(name.removesuffix("_minor") for name in further), "closing"]
    rows: list[tuple[Cell, ...]] = []
    for security in dossier.book.deal.classes:
        row = tables.classes[security.id][tables.period]
        amounts = [getattr(row, f"{item}_minor") for item in items]
        cells = [
            run_figure(words.figure(amount), security.id, day, item)
            for amount, item in zip(amounts, items, strict=True)
        ]
        original = run_figure(words.figure(security.balance_minor), security.id, day, "original")
        factor = run_figure(words.factor(row.closing_minor, security.balance_minor), security.id, day, "factor")
        rows.append((security.id, original, *cells, factor))
    titles = (
        marked("Original balance"),
        marked("Opening balance"),
        marked("Principal paid"),
        *(FURTHER[name] for name in further),
        marked("Closing balance"),
        marked("Factor"),
    )
    note = words.say("The factor is the closing balance over the original one, rounded down.")
    columns = named_columns(words, (marked("Class"),), titles)
    return Table(id="class-balances", columns=columns, rows=tuple(rows), note=f"{in_currency(words)} {note}")


def _interest(dossier: Dossier, words: Words) -> Table:
    tables, day = dossier.tables, shown_day(dossier)
    items = ("interest_due", "interest_paid", "interest_unpaid", "residual_paid")
    rows: list[tuple[Cell, ...]] = []
    for security in dossier.book.deal.classes:
        row = tables.classes[security.id][tables.period]
        cells = [run_figure(words.figure(getattr(row, f"{item}_minor")), security.id, day, item) for item in items]
        rows.append((security.id, *cells, run_figure(words.figure(row.paid_minor), security.id, day, "paid")))
    titles = (
        marked("Interest due"),
        marked("Interest paid"),
        marked("Interest unpaid"),
        marked("Residual paid"),
        marked("Paid in all"),
    )
    columns = named_columns(words, (marked("Class"),), titles)
    return Table(id="class-payments", columns=columns, rows=tuple(rows), note=in_currency(words))


def waterfall(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell what each clause owed, paid and left unpaid, in payment order, recipient by recipient."""
    tables, deal = dossier.tables, dossier.book.deal
    of = shown_day(dossier).isoformat()
    rows: list[tuple[Cell, ...]] = []
    for result in tables.clauses():
        name = result.clause.id
        sentence = clause_sentence(deal, result.clause, words)
        if not result.lines:
            rows.append((str(result.number), sentence, NOTHING, NOTHING, NOTHING))
            continue
        dues = (result.due_minor, result.paid_minor, result.unpaid_minor)
        rows.append(_clause_cells(str(result.number), sentence, dues, f"clauses.{name} {of}", words))
        if len(result.lines) > 1:
            for line in result.lines:
                owed = None if line.due_minor is None else line.due_minor - line.paid_minor
                told = f"└ {recipient_name(deal, result.clause.pay, line.recipient, words)}"
                dues = (line.due_minor, line.paid_minor, owed)
                rows.append(_clause_cells("", told, dues, f"clauses.{name}.{line.recipient} {of}", words))
    columns = named_columns(
        words,
        (marked("No."), marked("Clause")),
        (marked("Due"), marked("Paid"), marked("Not paid by the clause")),
    )
    note = words.say(
        "Amounts in {currency}. Principal that is repaid as far as the cash reaches falls due on the final payment"
        " date only. What one clause does not pay, a later one may.",
        currency=words.currency_name(),
    )
    return (Table(id="waterfall", columns=columns, rows=tuple(rows), note=note),)


def _clause_cells(
    number: str, name: str, dues: tuple[int | None, int | None, int | None], of: str, words: Words
) -> tuple[Cell, ...]:
    cells = (number, name, *(words.figure(amount) for amount in dues))
    items = (None, None, "due", "paid", "unpaid")
    return keyed(cells, items, lambda item: f"clause/{of}/{item}")


def accounts(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell each account's period, and reserves against their targets."""
    tables, run, day = dossier.tables, dossier.book.run, shown_day(dossier)
    items = ("opening", "received", "paid_out", "closing")
    rows: list[tuple[Cell, ...]] = []
    for account in dossier.book.deal.accounts:
        row = tables.accounts[account.id][tables.period]
        target = account.target_minor if account.target is None else target_minor(run, tables.period, account.id)
        cells = [run_figure(words.figure(getattr(row, f"{item}_minor")), account.id, day, item) for item in items]
        lacking = None if target is None else max(0, target - row.closing_minor)
        beside = ((target, "target"), (lacking, "short_of_target"))
        further = [
            NOTHING if amount is None else run_figure(words.figure(amount), account.id, day, item)
            for amount, item in beside
        ]
        rows.append((account.id, *cells, *further))
    titles = (
        marked("Opening balance"),
        marked("Received"),
        marked("Paid out"),
        marked("Closing balance"),
        marked("Target"),
        marked("Short of target"),
    )
    columns = named_columns(words, (marked("Account"),), titles)
    return (Table(id="accounts", columns=columns, rows=tuple(rows), note=in_currency(words)),)


def guarantees(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell what guarantors paid, got back, and can still be asked for."""
    tables, day = dossier.tables, shown_day(dossier)
    items = ("drawn", "reimbursed", "left", "claim")
    names = {party.id: party.name for party in dossier.book.deal.parties}
    rows: list[tuple[Cell, ...]] = []
    for guarantee in dossier.book.deal.guarantees:
        row = tables.guarantees[guarantee.id][tables.period]
        limit = run_figure(words.figure(guarantee.limit_minor), guarantee.id, day, "limit")
        cells = [run_figure(words.figure(getattr(row, f"{item}_minor")), guarantee.id, day, item) for item in items]
        rows.append((guarantee.id, names.get(guarantee.provider, guarantee.provider), limit, *cells))
    titles = (marked("Limit"), marked("Drawn"), marked("Reimbursed"), marked("Left"), marked("Claim"))
    columns = named_columns(words, (marked("Guarantee"), marked("Provider")), titles)
    return (Table(id="guarantees", columns=columns, rows=tuple(rows), note=in_currency(words)),) if rows else ()


def triggers(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell which triggers are on, and from which day each has been on or is forecast to be."""
    tables, dates = dossier.tables, dossier.book.run.program.payment_dates
    rows = tuple(
        (
            name,
            words.say("on") if states[tables.period] else words.say("off"),
            words.day(dates[states.index(True)]) if any(states) else NOTHING,
            figure(str(sum(states[: tables.period + 1])), "cover", f"trigger.{name}", "periods_on"),
            figure(str(sum(states[tables.period + 1 :])), "cover", f"trigger.{name}", "periods_on_to_come"),
        )
        for name, states in tables.triggers.items()
    )
    columns = named_columns(
        words,
        (marked("Trigger"), marked("State"), marked("First on")),
        (marked("Dates on so far"), marked("Dates on to come")),
    )
    return (Table(id="triggers", columns=columns, rows=rows),) if rows else ()


def collections(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell what came in by licence and by kind of right."""
    book, period = dossier.book, dossier.tables.period
    day = shown_day(dossier).isoformat()
    titles = (
        marked("Received in the period"),
        marked("Forecast for the period"),
        marked("Received since closing"),
        marked("Forecast to come"),
    )

    def row(names: tuple[str, ...], of: str, line: CollectionLine) -> tuple[Cell, ...]:
        amounts = (line.period_actual_minor, line.period_forecast_minor, line.to_date_minor, line.to_come_minor)
        figures = (
            figure(words.figure(amount), "collections", f"{of} {day}", item)
            for amount, item in zip(amounts, AMOUNTS, strict=True)
        )
        return (*names, *figures)

    licences = tuple(
        row((line.key[0], book.pool.licence(line.key[0]).licensee), line.key[0], line)
        for line in by_licence(book, period)
    )
    kinds = tuple(
        row((" + ".join(words.say(RIGHT_KINDS[kind]) for kind in line.key),), "+".join(line.key), line)
        for line in by_right_kind(book, period)
    )
    note = words.say("Cash net of withholding tax, in {currency}.", currency=words.currency_name())
    by_kind, by_contract = named_columns(words, (marked("Kind of right"),), titles), _licence_heads(words, titles)
    return (
        Table(id="collections-licences", columns=by_contract, rows=licences, note=note),
        Table(id="collections-kinds", columns=by_kind, rows=kinds),
    )


def _licence_heads(words: Words, titles: tuple[str, ...]) -> tuple[Column, ...]:
    return named_columns(words, (marked("Licence"), marked("Licensee")), titles)
