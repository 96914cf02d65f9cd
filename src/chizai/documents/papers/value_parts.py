"""Parts on what the rights are worth: screening, the income approach, appraisals, back-tests, cover."""

from collections.abc import Iterator

from chizai.documents.appraisal_section import SHOWN_INPUTS
from chizai.documents.charts import cover_spec, svg_of
from chizai.documents.language import marked
from chizai.documents.names import CRITERIA, METHODS, SUITABILITIES
from chizai.documents.opinion_sections import screening_verdict
from chizai.documents.page import Column, named_columns
from chizai.documents.papers.common import in_currency
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Lacking, Lacks, Made
from chizai.documents.papers.tree import Block, Cell, Drawing, Fact, Facts, Paragraph, Table
from chizai.documents.words import NOTHING, Words, words_of
from chizai.metrics.returns import format_return
from chizai.units.rate import PPM
from chizai.valuation.assumptions import ValuationAssumptions
from chizai.valuation.income import Valuation, ValuationLine
from chizai.valuation.report import Appraised

NO_VALUE = Lacks(
    (
        Lacking(
            "the rights were not valued",
            "inputs.toml",
            "valuation",
            "write [valuation] with a discount rate, or [[appraisals]]",
        ),
    )
)
"""What papers on value cannot do without."""
ITEMS = ("receipts", "after_tax", "present_value", "tax_benefit", "value")


def worth(dossier: Dossier, words: Words) -> Made:
    """Tell what the rights are worth: by the income approach, by appraisals, or both."""
    return (*income(dossier, words), *appraisals(dossier, words)) or NO_VALUE


def income(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell what the rights are worth by the income approach, line by line, and the rates it rests on."""
    valuation = dossier.book.valuation
    if valuation is None:
        return ()
    advance = words.percent(dossier.book.advance_rate_ppm)
    facts = (
        Fact(words.say("Approach"), words.say("income: forecast receipts, discounted")),
        Fact(words.say("Valued on"), words.day(valuation.as_of_on)),
        *_rates(valuation.assumptions, words),
        Fact(
            words.say("Advance rate"),
            advance if advance == NOTHING else figure(advance, "value", "all", "advance_rate"),
        ),
    )
    return (Facts(facts), _income_table(valuation, words))


def _rates(given: ValuationAssumptions, words: Words) -> tuple[Fact, ...]:
    """Set out what the value rests on."""
    rates = (
        (words.say("Discount rate, after tax"), "discount_ppm_annual", words.percent(given.discount_ppm_annual)),
        (words.say("Tax"), "tax_ppm", words.percent(given.tax_ppm)),
        (words.say("Years of tax amortisation"), "tax_life_years", str(given.tax_life_years)),
        (words.say("Erosion by competitors a year"), "erosion_ppm_annual", words.percent(given.erosion_ppm_annual)),
        (
            words.say("Chance of invalidation a year"),
            "invalidation_ppm_annual",
            words.percent(given.invalidation_ppm_annual),
        ),
    )
    return tuple(Fact(name, figure(text, "deal", "inputs.valuation", item)) for name, item, text in rates)


def _income_table(valuation: Valuation, words: Words) -> Table:
    """Set each licence's receipts beside what they are worth, step by step."""
    titles = (
        marked("Receipts"),
        marked("After tax"),
        marked("Present value"),
        marked("Tax amortisation benefit"),
        marked("Value"),
    )

    def amounts(of: str, found: Valuation | ValuationLine) -> tuple[Cell, ...]:
        steps = (
            found.receipts_minor,
            found.after_tax_minor,
            found.present_value_minor,
            found.tax_benefit_minor,
            found.value_minor,
        )
        return tuple(figure(words.figure(amount), "value", of, item) for amount, item in zip(steps, ITEMS, strict=True))

    return Table(
        id="income",
        columns=named_columns(words, (marked("Licence"),), titles),
        rows=tuple((line.licence_id, *amounts(line.licence_id, line)) for line in valuation.lines),
        total=(words.say("All"), *amounts("all", valuation)),
        note=in_currency(words),
    )


def back_tests(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell how far the method of the forecast would have missed the last complete year."""
    rows = tuple(
        (
            test.licence_id,
            words.say("{start} to {end}", start=words.day(test.year.start_on), end=words.day(test.year.end_on)),
            figure(words.figure(test.forecast_minor), "value", f"back-test {test.licence_id}", "forecast"),
            figure(words.figure(test.year.royalty_minor), "value", f"back-test {test.licence_id}", "reported"),
            figure(format_return(test.error_ppm), "value", f"back-test {test.licence_id}", "error"),
        )
        for test in dossier.book.back_tests
    )
    columns = named_columns(
        words,
        (marked("Licence"), marked("Year tested")),
        (marked("Forecast from the years before"), marked("Reported"), marked("Error")),
    )
    note = words.say(
        "Royalties before withholding in {currency}. The drift plays no part.", currency=words.currency_name()
    )
    return (Table(id="back-tests", columns=columns, rows=rows, note=note),) if rows else ()


def screening(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell which rights are fit, by which scores."""
    found = dossier.book.screening
    if found is None:
        return ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            right.right_id,
            *(
                figure(str(finding.judgement.score), "value", f"screening {right.right_id}", finding.criterion)
                for finding in right.findings
            ),
            figure(str(right.score), "value", f"screening {right.right_id}", "score"),
            words.say("eligible") if right.is_eligible else words.say("not eligible"),
        )
        for right in found.rights
    )
    columns = (
        *named_columns(words, (marked("Right"),), ()),
        *(Column(words.say(name), is_number=True) for name in CRITERIA.values()),
        Column(words.say("Score"), is_number=True),
        Column(words.say("Verdict")),
    )
    return (Paragraph(screening_verdict(found, words)), Table(id="screening", columns=columns, rows=rows))


def appraisals(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell what each appraiser finds, by which methods, and how far they differ; nothing where none was asked for."""
    report = dossier.book.appraisal
    if report is None:
        return ()
    blocks: list[Block] = []
    for one in report.appraised:
        blocks += _appraised(one, words_of(words.language, one.appraisal.currency))
    of = {one.appraisal.id: words_of(words.language, one.appraisal.currency) for one in report.appraised}
    rows = tuple(
        (
            words.say("{second} less {first}", first=two.first_id, second=two.second_id),
            figure(
                of[two.first_id].figure(two.difference_minor),
                "appraisal",
                f"{two.second_id} {two.first_id}",
                "difference",
            ),
        )
        for two in report.side_by_side
    )
    columns = named_columns(words, (marked("Compared"),), (marked("Difference"),))
    compared = (Table(id="appraisals-compared", columns=columns, rows=rows),) if rows else ()
    digest = Facts((Fact(words.say("Rerun digest (SHA-256)"), report.digest),))
    return (*blocks, *compared, digest)


def _appraised(one: Appraised, words: Words) -> tuple[Block, ...]:
    found, of = one.reconciliation, one.appraisal.id
    facts = [
        Fact(words.say("Appraisal"), of),
        Fact(words.say("Appraiser"), one.appraisal.appraiser),
        Fact(words.say("Rights"), words.listing(one.right_ids)),
        Fact(words.say("Value"), figure(words.money(found.value_minor), "appraisal", of, "conclusion_minor")),
        Fact(words.say("Lowest of the methods"), figure(words.money(found.lowest_minor), "appraisal", of, "lowest")),
        Fact(words.say("Highest of the methods"), figure(words.money(found.highest_minor), "appraisal", of, "highest")),
    ]
    if found.override is not None:
        facts.append(Fact(words.say("Set instead by"), found.override.by))
    unsupported = figure(str(len(one.unsupported_keys)), "appraisal", of, "inputs_without_evidence")
    facts.append(Fact(words.say("Inputs without evidence"), unsupported))
    if one.distribution is not None:
        mean = figure(words.money(one.distribution.mean_minor), "appraisal", of, "mean")
        facts.append(Fact(words.say("Mean over {n} futures", n=f"{one.distribution.n_paths:,}"), mean))
        facts += [
            Fact(f"{share * 100 // PPM}%", figure(words.money(amount), "appraisal", of, f"p{share * 100 // PPM}"))
            for share, amount in one.distribution.percentiles_minor
        ]
    return (Facts(tuple(facts)), _methods(one, words), *_moves(one, words))


def _methods(one: Appraised, words: Words) -> Table:
    """Set the methods beside each other, with what each weighs."""
    of = one.appraisal.id
    rows = tuple(
        (
            weighed.value.id,
            words.say(METHODS[weighed.value.method]),
            words.say(SUITABILITIES[weighed.suited.suitability]),
            weighed.because or NOTHING,
            figure(words.percent(weighed.weight_ppm), "appraisal", f"{of} {weighed.value.id}", "weight_ppm"),
            figure(words.figure(weighed.value.value_minor), "appraisal", f"{of} {weighed.value.id}", "value_minor"),
        )
        for weighed in one.reconciliation.weighed
    )
    titles = (marked("Id"), marked("Method"), marked("Suited"), marked("Because"))
    columns = named_columns(words, titles, (marked("Weight"), marked("Value")))
    return Table(id=f"methods-{of}", columns=columns, rows=rows)


def _moves(one: Appraised, words: Words) -> Iterator[Table]:
    """Say which inputs move the value most; nothing where none was moved."""
    of = one.appraisal.id
    rows = tuple(
        (
            each.key,
            figure(words.figure(each.low_change_minor), "appraisal", f"{of} {each.key}", "down"),
            figure(words.figure(each.high_change_minor), "appraisal", f"{of} {each.key}", "up"),
        )
        for each in one.sensitivities[:SHOWN_INPUTS]
    )
    if rows:
        columns = named_columns(words, (marked("Input moved"),), (marked("Down"), marked("Up")))
        yield Table(id=f"moved-{of}", columns=columns, rows=rows)


def cover(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Tell how far cash covers debt service: in the shown period, at its worst, and all along."""
    ratios, dates = dossier.book.dscr_ppm, dossier.book.run.program.payment_dates
    known = [(ratio, period) for period, ratio in enumerate(ratios) if ratio is not None]
    if not known:
        return (Paragraph(words.say("No debt service ever falls due.")),)
    worst, place = min(known)
    shown = dossier.tables.period
    day, lowest = dates[shown].isoformat(), words.say("Lowest, on {day}", day=words.day(dates[place]))
    facts = [Fact(lowest, figure(words.times(worst), "cover", dates[place].isoformat(), "dscr"))]
    if ratios[shown] is not None:
        facts.insert(0, Fact(words.day(dates[shown]), figure(words.times(ratios[shown]), "cover", day, "dscr")))
    spec = cover_spec(dossier.tables, words)
    picture = () if spec is None else (Drawing(svg_of(spec), words.say("Debt service coverage")),)
    return (Facts(tuple(facts)), *picture)
