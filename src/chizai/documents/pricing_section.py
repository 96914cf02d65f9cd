"""The section on prices: what each class costs, yields, and how it behaves; and what a holding returns in all."""

from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.page import Block, Paragraph, Section, Table, named_columns
from chizai.documents.words import Words
from chizai.metrics.break_even import BreakEven
from chizai.metrics.returns import HoldingReturn, format_return
from chizai.metrics.summary import ClassMetrics
from chizai.units.rate import PPM


def pricing_section(tables: DealTables, words: Words) -> Section:
    """Tell each priced class's price, yield and risk, and every class's return over its whole life."""
    blocks: list[Block] = []
    if tables.book.metrics:
        blocks.append(_metrics(tables.book.metrics, words))
    else:
        blocks.append(Paragraph(words.say("The inputs price no class.")))
    blocks += [_break_evens(tables.book.break_evens, words), _returns(tables.book.returns, words)]
    return Section("pricing", words.say("Price, yield and return"), tuple(blocks))


def _break_evens(break_evens: tuple[BreakEven, ...], words: Words) -> Table:
    rows = []
    for found in break_evens:
        multiple = found.multiple_ppm
        fall = None if multiple is None else PPM - multiple
        rows.append((found.class_id, words.percent(multiple), words.percent(fall)))
    heads = named_columns(
        words, (marked("Class"),), (marked("Break-even, of the forecast"), marked("The forecast can fall by"))
    )
    note = words.say(
        "The least part of all forecast receipts, scaled alike, from which on, up to the whole, nothing is owed to the"
        " class after the last date. A stress of one number, not a rating."
    )
    return Table(id="break-even-table", columns=heads, rows=tuple(rows), note=note)


def _metrics(metrics: tuple[ClassMetrics, ...], words: Words) -> Table:
    rows = tuple(
        (
            item.class_id,
            words.day(item.settlement_on),
            words.day(item.final_paid_on),
            words.percent(item.price_ppm),
            words.percent_of(item.yield_annual),
            words.years(item.wal_years),
            words.years(item.macaulay_years),
            words.years(item.modified_years),
            words.years(item.convexity),
            words.figure(item.loss_minor),
        )
        for item in metrics
    )
    heads = named_columns(
        words,
        (marked("Class"),),
        (
            marked("Settlement"),
            marked("Last payment"),
            marked("Price"),
            marked("Yield"),
            marked("WAL"),
            marked("Macaulay duration"),
            marked("Modified duration"),
            marked("Convexity"),
            marked("Principal outstanding at the end"),
        ),
    )
    note = words.say(
        "Price in percent of par; yield compounded annually on ACT/365F; times in years. The inputs give one of price"
        " and yield; the other follows from the payments after settlement, received and forecast."
    )
    return Table(id="pricing-table", columns=heads, rows=rows, note=note)


def _returns(holdings: tuple[HoldingReturn, ...], words: Words) -> Table:
    rows = tuple(
        (
            holding.class_id,
            words.figure(holding.paid_minor),
            words.figure(holding.fee_minor),
            words.figure(holding.received_minor),
            format_return(holding.gross_ppm),
            format_return(holding.after_fee_ppm),
        )
        for holding in holdings
    )
    heads = named_columns(
        words,
        (marked("Class"),),
        (
            marked("Paid at issue"),
            marked("Sales fee paid"),
            marked("Received over its life"),
            marked("Return, gross"),
            marked("Return after the sales fee"),
        ),
    )
    note = words.say(
        "Bought at issue and held to the last date, received and forecast payments together; what is outstanding then"
        " counts as nothing. Not annualised."
    )
    return Table(id="returns-table", columns=heads, rows=rows, note=note)
