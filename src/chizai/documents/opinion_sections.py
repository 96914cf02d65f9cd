"""Sections that hold opinions: screening, valuation, and how far cash covers what is due."""

from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.names import CRITERIA, VERDICTS
from chizai.documents.page import Block, Column, Fact, Facts, Paragraph, Picture, Section, Table, named_columns
from chizai.documents.words import NOTHING, Words
from chizai.metrics.returns import format_return
from chizai.valuation.findings import Judgement, RightScreening
from chizai.valuation.income import Valuation, ValuationLine
from chizai.valuation.screening import Screening


def screening_section(tables: DealTables, words: Words, *, with_reasons: bool) -> Section:
    """Tell which rights are fit; with reasons, why each criterion scored as it did."""
    title, screening = words.say("Screening"), tables.book.screening
    if screening is None:
        return Section("screening", title, (Paragraph(words.say("The rights were not screened.")),))
    blocks: list[Block] = [Paragraph(screening_verdict(screening, words)), _scores(tables, screening, words)]
    if with_reasons:
        blocks.append(_reasons(screening, words))
    return Section("screening", title, tuple(blocks))


def screening_verdict(screening: Screening, words: Words) -> str:
    """Say in a sentence how many rights are eligible."""
    return words.say(
        "Eligible rights: {eligible} of {all}; mean score {score} of 100.",
        eligible=len(screening.eligible_right_ids),
        all=len(screening.rights),
        score=screening.score,
    )


def _scores(tables: DealTables, screening: Screening, words: Words) -> Table:
    heads = named_columns(words, (marked("Right"), marked("Title")), ())
    criteria = tuple(Column(words.say(name), is_number=True) for name in CRITERIA.values())
    last = (Column(words.say("Score"), is_number=True), Column(words.say("Verdict")))
    rows = tuple(
        (
            right.right_id,
            tables.book.pool.right(right.right_id).title,
            *(str(finding.judgement.score) for finding in right.findings),
            str(right.score),
            _eligibility(right, words),
        )
        for right in screening.rights
    )
    return Table(id="screening-table", columns=(*heads, *criteria, *last), rows=rows)


def _reasons(screening: Screening, words: Words) -> Table:
    rows = [
        (
            right.right_id,
            words.say(CRITERIA[finding.criterion]),
            str(finding.judgement.score),
            words.percent(finding.weight_ppm),
            words.say(VERDICTS[finding.judgement.verdict]),
            finding.because(japanese=words.is_japanese),
        )
        for right in screening.rights
        for finding in right.findings
    ]
    heads = (
        Column(words.say("Right")),
        Column(words.say("Criterion")),
        Column(words.say("Score"), is_number=True),
        Column(words.say("Weight"), is_number=True),
        Column(words.say("Verdict")),
        Column(words.say("Because")),
    )
    cash_flow = words.say("All licences together")
    rows.append((cash_flow, *_pool_row(screening.cash_flow, words)))
    return Table(id="screening-reasons", columns=heads, rows=tuple(rows))


def _pool_row(judgement: Judgement, words: Words) -> tuple[str, str, str, str, str]:
    between = "" if words.is_japanese else " "
    because = between.join(reason.sentence(japanese=words.is_japanese) for reason in judgement.reasons)
    criterion, verdict = words.say("Stable cash flow"), words.say(VERDICTS[judgement.verdict])
    return criterion, str(judgement.score), NOTHING, verdict, because


def _eligibility(right: RightScreening, words: Words) -> str:
    return words.say("eligible") if right.is_eligible else words.say("not eligible")


def valuation_section(tables: DealTables, words: Words) -> Section:
    """Tell what the rights are worth by the income approach, line by line, with the rates it rests on."""
    title, valuation = words.say("Valuation"), tables.book.valuation
    if valuation is None:
        return Section("valuation", title, (Paragraph(words.say("The inputs ask for no valuation.")),))
    lines = tuple((line.licence_id, *(words.figure(amount) for amount in _amounts(line))) for line in valuation.lines)
    heads = named_columns(
        words,
        (marked("Licence"),),
        (
            marked("Receipts"),
            marked("After tax"),
            marked("Present value"),
            marked("Tax amortisation benefit"),
            marked("Value"),
        ),
    )
    table = Table(
        id="valuation-table",
        columns=heads,
        rows=lines,
        total=(words.say("All"), *(words.figure(amount) for amount in _amounts(valuation))),
        note=words.say("Amounts in {currency}.", currency=words.currency_name()),
    )
    return Section("valuation", title, (_assumptions(tables, valuation, words), table, *_back_tests(tables, words)))


def _back_tests(tables: DealTables, words: Words) -> tuple[Block, ...]:
    """Tell how far the method of the forecast would have missed the last complete year."""
    tests = tables.book.back_tests
    if not tests:
        return ()
    rows = tuple(
        (
            test.licence_id,
            words.say("{start} to {end}", start=words.day(test.year.start_on), end=words.day(test.year.end_on)),
            words.figure(test.forecast_minor),
            words.figure(test.year.royalty_minor),
            format_return(test.error_ppm),
        )
        for test in tests
    )
    heads = named_columns(
        words,
        (marked("Licence"), marked("Year tested")),
        (marked("Forecast from the years before"), marked("Reported"), marked("Error")),
    )
    note = words.say(
        "Royalties before withholding in {currency}. The drift plays no part.", currency=words.currency_name()
    )
    return (Table(id="back-test-table", columns=heads, rows=rows, note=note),)


def _amounts(of: Valuation | ValuationLine) -> tuple[int, ...]:
    return of.receipts_minor, of.after_tax_minor, of.present_value_minor, of.tax_benefit_minor, of.value_minor


def _assumptions(tables: DealTables, valuation: Valuation, words: Words) -> Facts:
    given = valuation.assumptions
    return Facts(
        "valuation-facts",
        (
            Fact(words.say("Approach"), words.say("income: forecast receipts, discounted")),
            Fact(words.say("Valued on"), words.day(valuation.as_of_on)),
            Fact(words.say("Discount rate, after tax"), words.percent(given.discount_ppm_annual)),
            Fact(words.say("Tax"), words.percent(given.tax_ppm)),
            Fact(words.say("Years of tax amortisation"), str(given.tax_life_years)),
            Fact(words.say("Erosion by competitors a year"), words.percent(given.erosion_ppm_annual)),
            Fact(words.say("Chance of invalidation a year"), words.percent(given.invalidation_ppm_annual)),
            Fact(words.say("Advance rate"), words.percent(tables.book.advance_rate_ppm)),
        ),
    )


def cover_section(tables: DealTables, words: Words, chart_svg: str | None) -> Section:
    """Tell how far cash covers debt service: in the shown period, at its worst, and all along."""
    ratios = tables.book.dscr_ppm
    known = [(ratio, period) for period, ratio in enumerate(ratios) if ratio is not None]
    title = words.say("Debt service coverage")
    if not known:
        return Section("coverage", title, (Paragraph(words.say("No debt service ever falls due.")),))
    worst, worst_period = min(known)
    dates = tables.book.run.program.payment_dates
    facts = Facts(
        "coverage-facts",
        (
            Fact(words.day(dates[tables.period]), words.times(ratios[tables.period])),
            Fact(words.say("Lowest, on {day}", day=words.day(dates[worst_period])), words.times(worst)),
        ),
    )
    pictures = (Picture(chart_svg),) if chart_svg else ()
    return Section("coverage", title, (facts, *pictures))
