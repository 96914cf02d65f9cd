"""Parts on what is promised: parties, calendar, classes, the payment order in words, money at closing."""

from chizai.deal.closing import closing_flows
from chizai.deal.model import Clause, SecurityClass
from chizai.documents.charts import paydown_spec, svg_of
from chizai.documents.clause_words import clause_sentence
from chizai.documents.coupon_words import coupon_words
from chizai.documents.further_terms import further_sections
from chizai.documents.language import Language, marked
from chizai.documents.measure_sections import measure_sections
from chizai.documents.names import CLASS_KINDS, ROLES
from chizai.documents.page import named_columns
from chizai.documents.papers.common import in_currency, keyed_tables
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure, run_figure
from chizai.documents.papers.tree import Block, Cell, Drawing, Fact, Facts, Figure, Paragraph, Points, Table
from chizai.documents.waterfall_picture import waterfall_svg
from chizai.documents.words import NOTHING, Words, words_of


def parties(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Name who does what."""
    given = dossier.book.deal.parties
    return (Facts(tuple(Fact(words.say(ROLES[party.role]), party.name) for party in given)),) if given else ()


def calendar(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say when the deal begins, pays and ends."""
    deal, dates = dossier.book.deal, dossier.book.run.program.payment_dates
    months = deal.schedule.months
    return (
        Facts(
            (
                Fact(words.say("Closing"), formal_day(deal.closing_on, words)),
                Fact(words.say("First payment"), formal_day(dates[0], words)),
                Fact(words.say("Final maturity"), formal_day(deal.schedule.final_payment_on, words)),
                Fact(words.say("Payment dates"), figure(str(len(dates)), "deal", "schedule", "payment_dates")),
                Fact(
                    words.say("Months between them"),
                    NOTHING if months is None else figure(str(months), "deal", "schedule", "months"),
                ),
            )
        ),
    )


def classes(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Set out what each class is."""

    def amounts(security: SecurityClass) -> tuple[Cell, ...]:
        of = f"classes.{security.id}"
        return (
            security.id,
            words.say(CLASS_KINDS[security.kind]),
            figure(words.figure(security.balance_minor), "deal", of, "balance_minor"),
            figure(words.figure(security.unit_minor), "deal", of, "unit_minor"),
            figure(coupon_words(security, words), "deal", of, "coupon_ppm_annual"),
            figure(words.percent(security.scheduled_principal_ppm), "deal", of, "scheduled_principal_ppm"),
            figure(words.percent(security.issue_price_ppm), "deal", of, "issue_price_ppm"),
        )

    columns = named_columns(
        words,
        (marked("Class"), marked("Kind")),
        (
            marked("Balance"),
            marked("Unit"),
            marked("Coupon"),
            marked("Scheduled principal a period"),
            marked("Issue price"),
        ),
    )
    deal = dossier.book.deal
    rows = tuple(amounts(security) for security in deal.classes)
    counts = words.listing([f"{security.id} {security.day_count}" for security in deal.classes])
    table = Table(id="classes", columns=columns, rows=rows, note=in_currency(words))
    return (table, Paragraph(words.say("Day counts: {counts}.", counts=counts)))


def further_terms(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Set out what classes, accounts, fees and guarantees say beyond the plain terms."""
    deal = dossier.book.deal
    both = zip(further_sections(deal, words), further_sections(deal, _english(dossier)), strict=True)
    return tuple(block for section, english in both for block in keyed_tables(section, english, n_names=2))


def measures(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Set out what the deal measures, and its triggers."""
    deal = dossier.book.deal
    both = zip(measure_sections(deal, words), measure_sections(deal, _english(dossier)), strict=True)
    return tuple(block for section, english in both for block in keyed_tables(section, english, n_names=1))


def _english(dossier: Dossier) -> Words:
    return words_of(Language.ENGLISH, dossier.book.deal.currency)


def payment_order(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say the waterfall in words that are made from the deal, under the digest of the program that pays it."""
    deal = dossier.book.deal
    digest = dossier.book.provenance.program_digest
    lead = words.say(
        "These sentences are made from the deal that was compiled to program {digest}. The servicer, the rating and "
        "the vault run that program; a change of one clause changes its sentence and the digest.",
        digest=digest,
    )
    sentences = (Paragraph(clause_sentence(deal, clause, words), _limits(clause, words)) for clause in deal.clauses)
    return (Paragraph(lead), Points(tuple(sentences), is_numbered=True))


def _limits(clause: Clause, words: Words) -> tuple[Figure, ...]:
    """Give the numbers of a clause: its limit, and the formulas that it works out."""
    of = f"clauses.{clause.id}"
    limit = () if clause.limit_minor is None else (figure(words.figure(clause.limit_minor), "deal", of, "limit_minor"),)
    formulas = ((clause.limit, "limit"), (clause.condition, "condition"))
    return (*limit, *(figure(formula, "deal", of, item) for formula, item in formulas if formula is not None))


def payment_picture(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Show the payment order as a picture."""
    svg = waterfall_svg(dossier.book.deal, words.language)
    return (Drawing(svg, words.say("The payment order as a picture: accounts, clauses from the top, recipients.")),)


def paydown(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Show how the classes are paid down as forecast."""
    svg = svg_of(paydown_spec(dossier.tables, words))
    return (Drawing(svg, words.say("Balances after each payment date")),)


def closing_money(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Show where the money at closing comes from and where it goes: both sides sum to the same."""
    flows = closing_flows(dossier.book.deal)

    def amount(of: str, item: str, minor: int) -> Figure:
        return figure(words.figure(minor), "deal", of, item)

    sources = tuple(
        (words.say("Class {id}", id=name), amount(f"classes.{name}", "proceeds", minor))
        for name, minor in flows.raised_minor
    )
    uses = (
        (
            words.say("Price of the rights, to the originator"),
            amount("closing", "purchase_price", flows.purchase_price_minor),
        ),
        *(
            (words.say("Account {id}", id=name), amount(f"accounts.{name}", "opening_minor", minor))
            for name, minor in flows.funded_minor
        ),
        (words.say("Costs of the issue"), amount("closing", "closing_costs_minor", flows.costs_minor)),
    )
    total = (words.say("All"), amount("closing", "proceeds", flows.proceeds_minor))
    tables = (("sources", marked("Sources"), sources), ("uses", marked("Uses"), uses))
    return tuple(
        Table(id=name, columns=named_columns(words, (title,), (marked("Amount"),)), rows=rows, total=total)
        for name, title, rows in tables
    )


def fees(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell what was paid for services in the shown period."""
    tables = dossier.tables
    day = dossier.book.run.program.payment_dates[tables.period]
    names = {party.id: party.name for party in dossier.book.deal.parties}
    rows = tuple(
        (
            fee.id,
            names.get(fee.payee, fee.payee),
            run_figure(words.figure(row.due_minor), fee.id, day, "due"),
            run_figure(words.figure(row.paid_minor), fee.id, day, "paid"),
            run_figure(words.figure(row.unpaid_minor), fee.id, day, "unpaid"),
        )
        for fee in dossier.book.deal.fees
        for row in (tables.fees[fee.id][tables.period],)
    )
    columns = named_columns(words, (marked("Fee"), marked("Payee")), (marked("Due"), marked("Paid"), marked("Unpaid")))
    return (Table(id="fees", columns=columns, rows=rows, note=in_currency(words)),) if rows else ()
