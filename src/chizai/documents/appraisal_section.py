"""The section on appraisals: each method's value and weight, the conclusion, what moves it, how appraisers differ."""

from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.names import METHODS, SUITABILITIES
from chizai.documents.page import Block, Fact, Facts, Section, Table, named_columns
from chizai.documents.words import NOTHING, Words, words_of
from chizai.units.rate import PPM
from chizai.valuation.reconcile import WeighedMethod
from chizai.valuation.report import Appraised, ValuationReport

SHOWN_INPUTS = 5
"""How many inputs are shown of those that move a value: the ones that move it most."""


def appraisal_sections(tables: DealTables, words: Words) -> tuple[Section, ...]:
    """Tell what each appraiser finds; nothing where the inputs ask for no appraisal."""
    report = tables.book.appraisal
    if report is None:
        return ()
    blocks: list[Block] = []
    for number, one in enumerate(report.appraised, 1):
        blocks += _appraised(one, number, words_of(words.language, one.appraisal.currency))
    return (Section("appraisals", words.say("Appraisals"), (*blocks, *_compared(report, words))),)


def _appraised(one: Appraised, number: int, words: Words) -> list[Block]:
    facts = Facts(f"appraisal-{number}-facts", (*_conclusion(one, words), *_distribution(one, words)))
    return [facts, _methods(one, number, words), *_sensitivities(one, number, words)]


def _conclusion(one: Appraised, words: Words) -> tuple[Fact, ...]:
    found = one.reconciliation
    override = () if found.override is None else (Fact(words.say("Set instead by"), found.override.by),)
    return (
        Fact(words.say("Appraisal"), one.appraisal.id),
        Fact(words.say("Appraiser"), one.appraisal.appraiser),
        Fact(words.say("Rights"), words.listing(one.right_ids)),
        Fact(words.say("Value"), f"{words.figure(found.value_minor)} {one.appraisal.currency}"),
        Fact(
            words.say("Range of the methods"),
            words.say("{low} to {high}", low=words.figure(found.lowest_minor), high=words.figure(found.highest_minor)),
        ),
        *override,
        Fact(words.say("Inputs without evidence"), str(len(one.unsupported_keys))),
    )


def _distribution(one: Appraised, words: Words) -> tuple[Fact, ...]:
    """Give the value over futures, where there are any."""
    found = one.distribution
    if found is None:
        return ()
    shares = (Fact(f"{share_ppm * 100 // PPM}%", words.figure(amount)) for share_ppm, amount in found.percentiles_minor)
    return (Fact(words.say("Mean over {n} futures", n=f"{found.n_paths:,}"), words.figure(found.mean_minor)), *shares)


def _methods(one: Appraised, number: int, words: Words) -> Table:
    def row(weighed: WeighedMethod) -> tuple[str, ...]:
        return (
            weighed.value.id,
            words.say(METHODS[weighed.value.method]),
            words.say(SUITABILITIES[weighed.suited.suitability]),
            weighed.because or NOTHING,
            words.percent(weighed.weight_ppm),
            words.figure(weighed.value.value_minor),
        )

    heads = named_columns(
        words,
        (marked("Id"), marked("Method"), marked("Suited"), marked("Because")),
        (marked("Weight"), marked("Value")),
    )
    rows = tuple(map(row, one.reconciliation.weighed))
    return Table(id=f"appraisal-{number}-methods", columns=heads, rows=rows)


def _sensitivities(one: Appraised, number: int, words: Words) -> tuple[Block, ...]:
    """Show the inputs that move the value most."""
    rows = tuple(
        (moved.key, words.figure(moved.low_change_minor), words.figure(moved.high_change_minor))
        for moved in one.sensitivities[:SHOWN_INPUTS]
    )
    heads = named_columns(words, (marked("Input moved"),), (marked("Down"), marked("Up")))
    return (Table(id=f"appraisal-{number}-inputs", columns=heads, rows=rows),) if rows else ()


def _compared(report: ValuationReport, words: Words) -> tuple[Block, ...]:
    """Set any two appraisals of the same rights side by side, and the parts against the pool."""
    of = {one.appraisal.id: words_of(words.language, one.appraisal.currency) for one in report.appraised}
    rows = [
        (
            words.say("{second} less {first}", first=two.first_id, second=two.second_id),
            of[two.first_id].figure(two.difference_minor),
        )
        for two in report.side_by_side
    ]
    rows += [
        (
            words.say("sum of the parts less the pool, by {appraiser}", appraiser=several.appraiser),
            of[several.pool.appraisal_id].figure(several.difference_minor),
        )
        for several in report.parts_against_pool
    ]
    heads = named_columns(words, (marked("Compared"),), (marked("Difference"),))
    digest = Facts("appraisals-digest", (Fact(words.say("Rerun digest (SHA-256)"), report.digest),))
    return (*((Table(id="appraisals-compared", columns=heads, rows=tuple(rows)),) if rows else ()), digest)
