"""The findings of the law as lines of text."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from chizai.documents.failure_words import failure_text
from chizai.documents.law_words import DUTY_STATES, SUPPLIERS
from chizai.documents.lines import pad, width_of
from chizai.law.catalogue import TABLES
from chizai.law.checks import Outcome
from chizai.law.citation import Citation, Quoted
from chizai.law.conduit import ConduitYear
from chizai.law.duties import Calendar, Duty
from chizai.law.facts import Supplier
from chizai.law.rule import Answer, Confidence, Finding
from chizai.law.said import Said
from chizai.units.result import Failure

PLACES_MAX = 6
"""How many places of facts a finding names."""
HEADS = {
    Answer.FAILED: Said("FAILED", "不適合"),
    Answer.UNKNOWN: Said("UNKNOWN", "不明"),
    Answer.PASSED: Said("PASSED", "適合"),
    Answer.NOT_APPLICABLE: Said("NOT APPLICABLE", "該当なし"),
}
NOT_COUNSEL = Said(
    "Chizai's reading of the law, for counsel to check: not legal advice.",
    "Chizaiの読み方であり、弁護士の確認を要する。法的助言ではない。",
)
CONFIDENCE = {
    Confidence.PRACTICE: Said("practice, no statute", "実務(条文なし)"),
    Confidence.MEMORY: Said("from memory: look it up before relying on it", "記憶による記載。要確認"),
}
CONDUIT_HEADS = (
    Said("year to", "事業年度末"),
    Said("income", "税引前利益"),
    Said("distributable", "配当可能利益"),
    Said("dividends", "配当"),
    Said("test", "判定"),
    Said("tax", "税額"),
    Said("cost of failing", "否認時の負担"),
)
CONDUIT_WIDTH = 16
"""Columns of the table of business years."""
PROJECTION = Said(
    "Projected from the deal's cash, for the tax adviser to check; tax accounts differ from cash.",
    "案件の現金収支による見込み。税務会計とは異なるため、税理士の確認を要する。",
)
WORDS = {
    "because": Said("because", "事実"),
    "follows": Said("follows", "効果"),
    "law": Said("law", "根拠"),
    "reading": Said("reading", "解釈"),
    "source": Said("source", "出所"),
    "title": Said("TITLE", "権原"),
    "remark": Said("REMARK", "注意"),
    "more": Said("; and {} more", "ほか{}件"),
    "overdue": Said("OVERDUE", "期限徒過"),
    "due": Said("due", "期限"),
    "undated": Said("not dated yet", "日付未定"),
    "missing": Said("Missing facts, by who supplies them", "不足している事実(提供者別)"),
}


def review_lines(
    findings: Sequence[Finding],
    title: Sequence[Failure],
    quote: Callable[[Citation], Quoted | None],
    language: str,
    *,
    every: bool,
) -> Iterator[str]:
    """Say what was found: what failed in full, what is unknown by who can say it, the rest if asked for.

    Args:
        findings: in the order of the rules.
        title: what is wrong with owners and the chain of title.
        quote: gives the text of a citation, where it is at hand.
        language: `en` or `ja`.
        every: whether to list what passed and what asks nothing.
    """
    counts = Counter(each.answer for each in findings)
    yield ", ".join(f"{counts[answer]} {head.text(language).lower()}" for answer, head in HEADS.items())
    yield NOT_COUNSEL.text(language)
    for failure in title:
        yield f"\n{WORDS['title'].text(language)}  {failure_text(failure, language)}"
    for finding in findings:
        if finding.outcome is Outcome.FAILED or (every and finding.outcome is Outcome.PASSED):
            yield ""
            yield from finding_lines(finding, quote, language)
    yield from _missing_lines(findings, language)


def finding_lines(finding: Finding, quote: Callable[[Citation], Quoted | None], language: str) -> Iterator[str]:
    """Say one finding: the rule, the facts, what follows, and the articles."""
    rule = finding.rule
    subject = f" ({finding.subject})" if finding.subject else ""
    yield f"{HEADS[finding.answer].text(language)}  {rule.id}{subject}: {rule.states.text(language)}"
    for said in finding.because:
        yield f"  {WORDS['because'].text(language)}: {said.text(language)}"
    if finding.outcome is Outcome.FAILED:
        yield f"  {WORDS['follows'].text(language)}: {rule.consequence.text(language)}"
    for citation in rule.cites:
        yield f"  {WORDS['law'].text(language)}: {citation.said.text(language)}"
        text = quote(citation)
        if text is not None:
            yield f"    「{text.text}」 ({text.citation.law.id}; {text.source})"
    if rule.confidence in CONFIDENCE:
        yield f"  {WORDS['reading'].text(language)}: {CONFIDENCE[rule.confidence].text(language)}"
    if rule.reading is not None:
        yield f"  {WORDS['reading'].text(language)}: {rule.reading.text(language)}"
    if finding.sources:
        places = "; ".join(map(str, finding.sources[:PLACES_MAX]))
        more = WORDS["more"].text(language).format(len(finding.sources) - PLACES_MAX)
        yield f"  {WORDS['source'].text(language)}: {places}{more if len(finding.sources) > PLACES_MAX else ''}"


def remark_lines(remarks: Sequence[Failure], language: str) -> Iterator[str]:
    """Say what is unusual, and refused by no law."""
    for remark in remarks:
        yield f"\n{WORDS['remark'].text(language)}  {failure_text(remark, language)}"


def overdue_lines(late: Sequence[Duty], language: str) -> Iterator[str]:
    """Say which duties are past their day without anything that shows that they were done."""
    for duty in late:
        yield ""
        yield f"{WORDS['overdue'].text(language)}  {duty.id}: {duty.what.text(language)}"
        yield f"  {WORDS['due'].text(language)}: {duty.due_on}; {SUPPLIERS[duty.owner].text(language)}"
        for citation in duty.cites:
            yield f"  {WORDS['law'].text(language)}: {citation.said.text(language)}"


def duty_lines(calendar: Calendar, on: date, language: str) -> Iterator[str]:
    """List all duties with their status on a day, then what cannot be dated yet."""
    states = {state: said.text(language) for state, said in DUTY_STATES.items()}
    owners = {owner: said.text(language) for owner, said in SUPPLIERS.items()}
    state_width, owner_width = (max(map(width_of, names.values())) for names in (states, owners))
    for duty in calendar.duties:
        done = f" ({duty.done_on})" if duty.done_on else ""
        state = pad(states[duty.status(on)], state_width, is_left=True)
        owner = pad(owners[duty.owner], owner_width, is_left=True)
        yield f"{duty.due_on}  {state}  {owner}  {duty.id}: {duty.what.text(language)}{done}"
    for each in calendar.undated:
        yield f"{WORDS['undated'].text(language)}: {each.what.text(language)} <{each.missing}>"


def conduit_lines(years: Sequence[ConduitYear], language: str) -> Iterator[str]:
    """Show the projected business years as a table, in yen."""
    heads = [said.text(language) for said in CONDUIT_HEADS]
    rows = [
        (
            str(year.ends_on),
            f"{year.income_minor:,}",
            f"{year.distributable_minor:,}",
            f"{year.dividends_minor:,}",
            HEADS[Answer.PASSED if year.passes else Answer.FAILED].text(language).lower(),
            f"{year.tax_minor:,}",
            f"{year.cost_of_failing_minor:,}",
        )
        for year in years
    ]
    for row in (heads, *rows):
        yield "  ".join(pad(cell, CONDUIT_WIDTH, is_left=False) for cell in row)
    yield PROJECTION.text(language)


def _missing_lines(findings: Sequence[Finding], language: str) -> Iterator[str]:
    """List what nobody has said, under who can say it, each with the rules that wait for it."""
    waiting: defaultdict[Supplier, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        for fact in finding.missing:
            rules = waiting[_supplier(fact)][fact]
            rules += [finding.rule.id] if finding.rule.id not in rules else []
    if not waiting:
        return
    yield f"\n{WORDS['missing'].text(language)}"
    for supplier in sorted(waiting):
        yield f"  {SUPPLIERS[supplier].text(language)}"
        for fact, rules in sorted(waiting[supplier].items()):
            meaning = _meaning(fact)
            words = f": {meaning.text(language)}" if meaning else ""
            yield f"    {fact}{words} [{', '.join(rules)}]"


def _supplier(fact: str) -> Supplier:
    table, key = _split(fact)
    found = TABLES[table].fact(key) if table in TABLES else None
    return found.by if found is not None else Supplier.COUNSEL


def _meaning(fact: str) -> Said | None:
    table, key = _split(fact)
    if table not in TABLES:
        return None
    found = TABLES[table].fact(key)
    return TABLES[table].meaning if found is None else found.meaning


def _split(fact: str) -> tuple[str, str]:
    """Take `rights (EP-01).consents` apart into its table and its key."""
    where, _, key = fact.rpartition(".")
    return (where or key).partition(" (")[0], key
