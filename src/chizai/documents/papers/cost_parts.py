"""Parts on what the deal costs the originator, and what it does to its balance sheet."""

from collections.abc import Iterator

from chizai.deal.closing import closing_flows
from chizai.documents.language import marked
from chizai.documents.page import named_columns
from chizai.documents.papers.common import in_currency
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.tree import Block, Cell, Fact, Facts, Figure, Paragraph, Table
from chizai.documents.words import NOTHING, Words
from chizai.metrics.funding_cost import CostStep, FundingCost, funding_cost
from chizai.units.rate import share_floor

STEPS = {
    CostStep.HOLDERS: marked("What outside holders pay in and are paid"),
    CostStep.FEES: marked("And what service providers are paid"),
    CostStep.COSTS: marked("And the costs of the issue"),
    CostStep.ALL_IN: marked(
        "All-in: the price of the rights against royalties and other inflows, less what comes back"
    ),
}


def cost_steps(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Show how fees and costs raise the rate that the originator pays, step by step."""
    found = funding_cost(dossier.book.deal, dossier.book.run)
    titles = (marked("Money in"), marked("Money out"), marked("Rate a year"), marked("Added by the step"))
    note = words.say(
        "Over the deal's whole life, paid so far and forecast; rates are internal rates of return on ACT/365F. Where "
        "money comes in late again, several rates can make money in and money out worth the same: the one is given at "
        "which the deal borrows, so that at a somewhat higher rate the money is worth more than it costs. {nothing} "
        "stands where there is no such rate, or more than one.",
        nothing=NOTHING,
    )
    table = Table(
        id="cost-steps",
        columns=named_columns(words, (marked("Counted"),), titles),
        rows=tuple(_step_rows(found, words)),
        note=f"{in_currency(words)} {note}",
    )
    return (table, *_several_rates(found, words), _cost_facts(found, words))


def _step_rows(found: FundingCost, words: Words) -> Iterator[tuple[Cell, ...]]:
    before: float | None = None
    for line in found.lines:
        added = None if before is None or line.rate_annual is None else line.rate_annual - before
        rates = (("rate", words.percent_of(line.rate_annual)), ("added", words.percent_of(added)))
        yield (
            words.say(STEPS[line.step]),
            figure(words.figure(line.received_minor), "cost", line.step, "received"),
            figure(words.figure(line.paid_minor), "cost", line.step, "paid"),
            *(NOTHING if text == NOTHING else figure(text, "cost", line.step, item) for item, text in rates),
        )
        before = line.rate_annual


def _several_rates(found: FundingCost, words: Words) -> Iterator[Paragraph]:
    """Name all rates of a step that several fit."""
    for line in found.lines:
        if len(line.rates_annual) > 1:
            rates = [words.percent_of(rate) for rate in line.rates_annual]
            text = words.say(
                "“{step}”: money in and money out are worth the same at each of these rates: {rates}.",
                step=words.say(STEPS[line.step]),
                rates=words.listing(rates),
            )
            figures = (figure(rate, "cost", line.step, f"rate_{number}") for number, rate in enumerate(rates, 1))
            yield Paragraph(text, tuple(figures))


def _cost_facts(found: FundingCost, words: Words) -> Facts:
    return Facts(
        (
            Fact(words.say("Fees over the whole life"), figure(words.money(found.fees_minor), "cost", "all", "fees")),
            Fact(
                words.say("Costs of the issue"), figure(words.money(found.closing_costs_minor), "cost", "all", "costs")
            ),
            Fact(
                words.say("Kept by the originator, at issue price"),
                figure(words.money(found.retained_minor), "cost", "all", "retained"),
            ),
        )
    )


def cost_of_classes(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say what each class is paid over its life, and what its price and yield are."""
    deal, tables = dossier.book.deal, dossier.tables
    priced = {found.class_id: found for found in dossier.book.metrics}
    drawn = () if dossier.simulation is None else dossier.simulation.statistics
    spreads = {one.class_id: one.worth.z_spread for one in drawn}
    rows: list[tuple[Cell, ...]] = []
    for security in deal.classes:
        its = tables.classes[security.id]
        interest = sum(row.interest_paid_minor + row.residual_paid_minor for row in its)
        principal = sum(row.principal_paid_minor for row in its)
        found = priced.get(security.id)
        named = (
            ("interest_total", words.figure(interest)),
            ("principal_total", words.figure(principal)),
            ("yield", NOTHING if found is None else words.percent_of(found.yield_annual)),
            ("z_spread", words.percent_of(spreads.get(security.id))),
            ("wal_years", NOTHING if found is None else words.years(found.wal_years)),
        )
        of = f"class {security.id}"
        rows.append(
            (security.id, *(text if text == NOTHING else figure(text, "cost", of, item) for item, text in named))
        )
    titles = (
        marked("Interest and residual in all"),
        marked("Principal in all"),
        marked("Yield"),
        marked("Z-spread"),
        marked("WAL (y)"),
    )
    note = words.say("Amounts over the whole life, paid so far and forecast; yield and life from the pricing date on.")
    return (
        Table(id="cost-classes", columns=named_columns(words, (marked("Class"),), titles), rows=tuple(rows), note=note),
    )


def balance_sheet(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Show the originator's sheet at closing: rights out, cash in, what it keeps; it ties to the money at closing."""
    deal = dossier.book.deal
    flows = closing_flows(deal)
    ppm = {item.id: item.retained_ppm for item in deal.classes}
    kept = [(name, share_floor(amount, ppm[name])) for name, amount in flows.raised_minor if ppm[name]]
    kept_minor = sum(amount for _, amount in kept)
    cash_minor = flows.purchase_price_minor - kept_minor

    def amount(item: str, minor: int) -> Figure:
        return figure(words.figure(minor), "cost", "balance", item)

    rows: tuple[tuple[Cell, ...], ...] = (
        (words.say("Cash from the sale, net of what is paid for classes kept"), amount("cash_in", cash_minor)),
        *((words.say("Class {id}, kept", id=name), amount(f"kept_{name}", minor)) for name, minor in kept),
    )
    total: tuple[Cell, ...] = (
        words.say("Price of the rights, at which they leave"),
        amount("purchase_price", flows.purchase_price_minor),
    )
    table = Table(
        id="balance-sheet",
        columns=named_columns(words, (marked("What comes in for the rights"),), (marked("Amount"),)),
        rows=rows,
        total=total,
        note=in_currency(words),
    )
    return (
        table,
        Paragraph(words.say("Gain or loss is the price less the book value of the rights and costs of sale.")),
    )


def derecognition(_dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """List what is asked before the rights may leave the balance sheet; the paper itself never says that they do."""
    from chizai.documents.papers.common import points

    asked = (
        words.say("Is the transfer of each right final, registered where it must be, and without a right to buy back?"),
        words.say("Are the rights out of the reach of the originator's creditors?"),
        words.say("How much of the risk and of the reward does the originator keep, by what it holds and guarantees?"),
        words.say("Who controls the company, and does the originator have to consolidate it?"),
    )
    lead = words.say(
        "This paper does not say that the rights leave the balance sheet: that is for the originator and its auditor, "
        "who answer these questions."
    )
    return (Paragraph(lead), points(asked, is_numbered=True))
