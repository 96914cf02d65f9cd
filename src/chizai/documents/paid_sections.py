"""Sections on one period's payments: the waterfall, classes, accounts, guarantees and fees."""

from chizai.documents.clause_results import ClauseResult
from chizai.documents.clause_words import clause_sentence, party, recipient_name
from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.page import Block, Paragraph, Section, Table, named_columns
from chizai.documents.targets import target_minor
from chizai.documents.words import NOTHING, Words


def waterfall_section(tables: DealTables, words: Words) -> Section:
    """Tell what each clause paid on the shown date, in payment order."""
    rows: list[tuple[str, ...]] = []
    for result in tables.clauses():
        rows.append(_clause_row(tables, result, words))
        if len(result.lines) > 1:
            rows.extend(_line_rows(tables, result, words))
    heads = named_columns(
        words, (marked("No."), marked("Clause")), (marked("Due"), marked("Paid"), marked("Not paid by the clause"))
    )
    note = words.say(
        "Amounts in {currency}. Principal that is repaid as far as the cash reaches falls due on the final payment"
        " date only. What one clause does not pay, a later one may.",
        currency=words.currency_name(),
    )
    table = Table(id="waterfall-table", columns=heads, rows=tuple(rows), note=note)
    return Section("waterfall", words.say("Waterfall, clause by clause"), (_date_paragraph(tables, words), table))


def _date_paragraph(tables: DealTables, words: Words) -> Paragraph:
    day = words.day(tables.book.run.program.payment_dates[tables.period])
    if tables.has_actual:
        return Paragraph(words.say("Paid on {day}, period {number}.", day=day, number=tables.period + 1))
    return Paragraph(
        words.say("No period is paid yet. Shown is the first, to be paid on {day}, as it is forecast.", day=day)
    )


def _clause_row(tables: DealTables, result: ClauseResult, words: Words) -> tuple[str, ...]:
    sentence = clause_sentence(tables.book.deal, result.clause, words)
    if not result.lines:
        return (str(result.number), sentence, NOTHING, NOTHING, NOTHING)
    figures = (result.due_minor, result.paid_minor, result.unpaid_minor)
    return (str(result.number), sentence, *(words.figure(figure) for figure in figures))


def _line_rows(tables: DealTables, result: ClauseResult, words: Words) -> list[tuple[str, ...]]:
    return [
        (
            "",
            f"↳ {recipient_name(tables.book.deal, result.clause.pay, line.recipient, words)}",
            words.figure(line.due_minor),
            words.figure(line.paid_minor),
            words.figure(None if line.due_minor is None else line.due_minor - line.paid_minor),
        )
        for line in result.lines
    ]


FURTHER = {"added_minor": marked("Added to principal"), "written_off_minor": marked("Written off")}
"""Columns that only some deals need."""


def classes_section(tables: DealTables, words: Words) -> Section:
    """Tell each class's period: from the opening to the closing balance."""
    rows, further = [], [column for column in FURTHER if column not in tables.unused]
    for security in tables.book.deal.classes:
        row = tables.classes[security.id][tables.period]
        amounts = (
            security.balance_minor,
            row.opening_minor,
            row.interest_due_minor,
            row.interest_paid_minor,
            row.principal_paid_minor,
            row.residual_paid_minor,
            *(getattr(row, column) for column in further),
            row.closing_minor,
        )
        figures = [words.figure(amount) for amount in amounts]
        factor = words.factor(row.closing_minor, security.balance_minor)
        rows.append((security.id, *figures, factor, words.figure(row.interest_unpaid_minor)))
    heads = named_columns(
        words,
        (marked("Class"),),
        (
            marked("Original balance"),
            marked("Opening balance"),
            marked("Interest due"),
            marked("Interest paid"),
            marked("Principal paid"),
            marked("Residual paid"),
            *(FURTHER[column] for column in further),
            marked("Closing balance"),
            marked("Factor"),
            marked("Interest unpaid"),
        ),
    )
    table = Table(id="classes-table", columns=heads, rows=tuple(rows), note=_in_currency(words))
    return Section("classes", words.say("Classes"), (table,))


def accounts_section(tables: DealTables, words: Words) -> Section:
    """Tell each account's period, and reserves against their targets."""
    rows = []
    for account in tables.book.deal.accounts:
        row = tables.accounts[account.id][tables.period]
        target = account.target_minor
        if account.target is not None:
            target = target_minor(tables.book.run, tables.period, account.id)
        lacking = None if target is None else max(0, target - row.closing_minor)
        amounts = (row.opening_minor, row.received_minor, row.paid_out_minor, row.closing_minor, target, lacking)
        rows.append((account.id, *(words.figure(amount) for amount in amounts)))
    heads = named_columns(
        words,
        (marked("Account"),),
        (
            marked("Opening balance"),
            marked("Received"),
            marked("Paid out"),
            marked("Closing balance"),
            marked("Target"),
            marked("Short of target"),
        ),
    )
    table = Table(id="accounts-table", columns=heads, rows=tuple(rows), note=_in_currency(words))
    return Section("accounts", words.say("Accounts and reserves"), (table,))


def guarantees_section(tables: DealTables, words: Words) -> Section:
    """Tell what guarantors paid, got back, and can still be asked for."""
    title = words.say("Guarantees")
    if not tables.guarantees:
        return Section("guarantees", title, (Paragraph(words.say("The deal has no guarantee.")),))
    rows = []
    for guarantee in tables.book.deal.guarantees:
        row = tables.guarantees[guarantee.id][tables.period]
        drawn = tables.guarantees[guarantee.id][tables.period].drawn_minor
        amounts = (guarantee.limit_minor, drawn, row.reimbursed_minor, row.left_minor, row.claim_minor)
        provider = party(tables.book.deal, guarantee.provider)
        rows.append((guarantee.id, provider, *(words.figure(amount) for amount in amounts)))
    heads = named_columns(
        words,
        (marked("Guarantee"), marked("Provider")),
        (marked("Limit"), marked("Drawn"), marked("Reimbursed"), marked("Left"), marked("Claim")),
    )
    table = Table(id="guarantees-table", columns=heads, rows=tuple(rows), note=_in_currency(words))
    return Section("guarantees", title, (table,))


def fees_section(tables: DealTables, words: Words) -> Section:
    """Tell what service providers were owed and paid."""
    blocks: tuple[Block, ...] = (Paragraph(words.say("The deal has no fees.")),)
    if tables.fees:
        rows = []
        for fee in tables.book.deal.fees:
            row = tables.fees[fee.id][tables.period]
            figures = (words.figure(amount) for amount in (row.due_minor, row.paid_minor, row.unpaid_minor))
            rows.append((fee.id, party(tables.book.deal, fee.payee), *figures))
        heads = named_columns(
            words, (marked("Fee"), marked("Payee")), (marked("Due"), marked("Paid"), marked("Unpaid"))
        )
        blocks = (Table(id="fees-table", columns=heads, rows=tuple(rows), note=_in_currency(words)),)
    return Section("fees", words.say("Fees"), blocks)


def _in_currency(words: Words) -> str:
    return words.say("Amounts in {currency}.", currency=words.currency_name())
