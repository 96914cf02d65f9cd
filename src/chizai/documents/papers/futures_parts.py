"""Parts on what may come: expected cash flows with their seed, what each class risks, scenarios, what moves a price."""

from chizai.documents.futures_words import DrawnFutures, futures_words
from chizai.documents.language import marked
from chizai.documents.page import Column, named_columns
from chizai.documents.papers.common import in_currency
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Lacking, Lacks, Made
from chizai.documents.papers.tree import Cell, Fact, Facts, Paragraph, Table
from chizai.documents.simulation import ScenarioOutcome, Simulation
from chizai.documents.words import NOTHING, Words
from chizai.metrics.futures import ClassStatistics
from chizai.units.rate import PPM

NO_FUTURES = Lacks(
    (
        Lacking(
            "the futures of the deal were not drawn",
            "inputs.toml",
            "futures",
            "write [futures] with a number of paths and a seed",
        ),
    )
)
"""What papers with expected cash flows cannot do without."""
SHOWN_PPM = (50_000, 500_000, 950_000)
"""The percentiles of expected payments that are shown."""
SHOWN_BARS = 4
"""How many assumptions are shown for each class: those that move its price most."""


def expected_flows(dossier: Dossier, words: Words) -> Made:
    """Show what each class is expected to be paid on each date: the fifth, the middle, the ninety-fifth of futures."""
    simulation = dossier.simulation
    if simulation is None:
        return NO_FUTURES
    drawn = futures_words(DrawnFutures(terms=simulation.terms, joint=simulation.joint), words)
    lead = words.say(
        "Interest and principal together, over {futures}. A future is drawn from the assumptions of inputs.toml by its "
        "number and the seed, so that anybody draws the same one; in each column stands the amount that so many in a "
        "hundred futures stay below, each date by itself.",
        futures=drawn,
    )
    tables = tuple(_flows(one, words) for one in simulation.statistics)
    return (Paragraph(lead), *tables)


def _flows(one: ClassStatistics, words: Words) -> Table:
    shares = one.payments_minor.shares_ppm
    places = [(share, shares.index(share)) for share in SHOWN_PPM if share in shares]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            words.day(day),
            *(
                figure(
                    words.figure(one.payments_minor.values[place][number]),
                    "futures",
                    f"{one.class_id} {day.isoformat()}",
                    f"payments_p{share * 100 // PPM}",
                )
                for share, place in places
            ),
        )
        for number, day in enumerate(one.paid_on)
        if any(one.payments_minor.values[place][number] for _, place in places)
    )
    shown = tuple(
        Column(words.say("{share}th of 100 futures", share=share * 100 // PPM), is_number=True) for share, _ in places
    )
    columns = (*named_columns(words, (marked("Payment date"),), ()), *shown)
    caption = words.say("Class {id}", id=one.class_id)
    left_out = words.say("Dates on which all of these are nothing are left out.")
    note = f"{in_currency(words)} {left_out}"
    return Table(id=f"flows-{one.class_id}", columns=columns, rows=rows, caption=caption, note=note)


def class_risks(dossier: Dossier, words: Words) -> Made:
    """Say of each class how it fared over the futures: price, yield, life, default, loss, shortfall, break-even."""
    simulation = dossier.simulation
    if simulation is None:
        return NO_FUTURES
    multiples = {found.class_id: found.multiple_ppm for found in simulation.break_evens}
    rows = tuple(_risk_row(one, multiples[one.class_id], words) for one in simulation.statistics)
    titles = (
        marked("Price"),
        marked("Yield"),
        marked("WAL (y)"),
        marked("Default"),
        marked("Loss"),
        marked("Ever short"),
        marked("Break-even"),
    )
    note = words.say(
        "Default is the share of futures in which principal or interest stays owed or was written off; loss the mean "
        "principal lost over par; ever short the share in which a payment is late; break-even the least part of the "
        "forecast royalties that pays the class in full."
    )
    return (Table(id="class-risks", columns=named_columns(words, (marked("Class"),), titles), rows=rows, note=note),)


def _risk_row(one: ClassStatistics, break_even_ppm: int | None, words: Words) -> tuple[Cell, ...]:
    risk, worth, of = one.risk, one.worth, one.class_id
    loss = risk.expected_loss
    named = (
        ("price_ppm", words.percent(worth.price_ppm)),
        ("yield_annual", words.percent_of(worth.yield_annual)),
        ("wal_years", words.years(worth.wal_years)),
        ("default_frequency", words.percent_of(risk.default_frequency.mean)),
        ("expected_loss", NOTHING if loss is None else words.percent_of(loss.mean)),
        ("shortfall_frequency", words.percent_of(risk.shortfall_frequency.mean)),
        ("break_even", words.percent(break_even_ppm)),
    )
    return (of, *(text if text == NOTHING else figure(text, "futures", of, item) for item, text in named))


def scenarios(dossier: Dossier, words: Words) -> Made:
    """Set the scenarios side by side: what each class yields or is worth, and what it stays owed."""
    simulation = dossier.simulation
    if simulation is None:
        return NO_FUTURES
    return tuple(_scenario_table(simulation, number, words) for number in range(len(simulation.rows)))


def _scenario_table(simulation: Simulation, number: int, words: Words) -> Table:
    pricing = simulation.rows[number][0]
    is_price_asked = pricing.price_ppm is not None
    measured = marked("Yield") if is_price_asked else marked("Price")

    def row(outcome: ScenarioOutcome) -> tuple[Cell, ...]:
        of = f"{outcome.scenario.name} {pricing.class_id}"
        asked = outcome.metrics[number][len(outcome.metrics[number]) // 2]
        text = words.percent_of(asked.yield_annual) if is_price_asked else words.percent(asked.price_ppm)
        dscr = NOTHING if outcome.lowest_dscr_ppm is None else words.times(outcome.lowest_dscr_ppm)
        return (
            words.pick(outcome.scenario.name, outcome.scenario.name_ja),
            figure(text, "scenario", of, "yield_annual" if is_price_asked else "price_ppm"),
            figure(words.figure(outcome.owed_minor[number]), "scenario", of, "owed_minor"),
            dscr if dscr == NOTHING else figure(dscr, "scenario", of, "lowest_dscr_ppm"),
        )

    columns = named_columns(
        words, (marked("Scenario"),), (measured, marked("Still owed at the end"), marked("Lowest DSCR"))
    )
    return Table(
        id=f"scenarios-{pricing.class_id}",
        columns=columns,
        rows=tuple(row(outcome) for outcome in simulation.scenarios),
        caption=words.say("Class {id}", id=pricing.class_id),
        note=in_currency(words),
    )


def moves(dossier: Dossier, words: Words) -> Made:
    """Say which assumptions move each class's price most."""
    simulation = dossier.simulation
    if simulation is None:
        return NO_FUTURES
    rows = tuple(
        (
            class_id,
            words.pick(bar.name, bar.name_ja),
            figure(_change(bar.low.mean, found.base.mean, words), "futures", f"{class_id} {bar.name}", "down"),
            figure(_change(bar.high.mean, found.base.mean, words), "futures", f"{class_id} {bar.name}", "up"),
        )
        for class_id, found in simulation.tornados
        for bar in found.bars[:SHOWN_BARS]
    )
    columns = named_columns(words, (marked("Class"), marked("Moved")), (marked("Down"), marked("Up")))
    note = words.say("Change of the class's mean price when the assumption is moved down and up, in parts of it.")
    return (Table(id="moves", columns=columns, rows=rows, note=note),) if rows else ()


def _change(moved: float, base: float, words: Words) -> str:
    return words.percent_of(moved / base if base else None)


def drawing_terms(dossier: Dossier, words: Words) -> Made:
    """Say how the futures were drawn."""
    simulation = dossier.simulation
    if simulation is None:
        return NO_FUTURES
    drawn = futures_words(DrawnFutures(terms=simulation.terms, joint=simulation.joint), words)
    return (
        Facts(
            (
                Fact(words.say("Futures"), drawn),
                Fact(
                    words.say("Number of futures"),
                    figure(f"{simulation.terms.n_paths:,}", "futures", "drawn", "n_paths"),
                ),
                Fact(words.say("Seed"), figure(str(simulation.terms.seed), "futures", "drawn", "seed")),
                Fact(words.say("Start"), words.day(simulation.start_on)),
            )
        ),
    )
