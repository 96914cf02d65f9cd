"""The special purpose company's plan and filings as lines of text."""

from collections.abc import Iterator, Sequence

from chizai.documents.law_words import SUPPLIERS
from chizai.law.said import Said
from chizai.law.spc_filing import Filed, Notification, Standing
from chizai.law.spc_plan import Entry, LiquidationPlan, State
from chizai.law.spc_plan_parts import Lack, Line
from chizai.law.spc_scores import Score

STATES = {
    State.STATED: Said("stated", "記載あり"),
    State.NOT_PLANNED: Said("not planned", "予定しない"),
    State.MISSING: Said("MISSING", "不足"),
}
STANDINGS = {
    Standing.READY: Said("ready", "完備"),
    Standing.FAULTY: Said("FAULTY", "不備"),
    Standing.UNKNOWN: Said("UNKNOWN", "不明"),
    Standing.NOT_NEEDED: Said("not needed", "不要"),
}
HEADS = {
    "missing": Said("Missing, by who supplies it", "不足している事実(提供者別)"),
    "formation": Said("Formation", "設立"),
    "particulars": Said("Notification: what it states", "業務開始届出: 記載事項"),
    "documents": Said("Notification: what it attaches", "業務開始届出: 添付書類"),
    "approval": Said("Notification: approval", "業務開始届出: 承認"),
    "scores": Said("Scores of practice, which no statute gives", "実務上の評点(法令の定めなし)"),
    "lacking": Said("lacking", "欠けるもの"),
    "unknown": Said("unknown", "不明"),
}


def plan_lines(plan: LiquidationPlan, language: str) -> Iterator[str]:
    """Print the plan item by item, then every fact that is missing under who can supply it.

    Args:
        plan: the plan.
        language: `en` or `ja`.
    """
    counts = {state: sum(entry.state is state for entry in plan.entries) for state in State}
    yield plan.title.text(language)
    yield ", ".join(f"{counts[state]} {STATES[state].text(language).lower()}" for state in State)
    for section in plan.sections:
        yield f"\n{section.title.text(language)}  ({section.cites.said.text(language)})"
        for entry in section.entries:
            yield from _entry_lines(entry, language)
    yield from _missing_lines(plan.missing, language)
    for fault in plan.faults:
        yield f"\n{fault}"


def filing_lines(
    formation: Sequence[Filed], notification: Notification, scores: Sequence[Score], language: str
) -> Iterator[str]:
    """Print where each paper of the formation and of the notification stands, and the scores."""
    parts = (
        ("formation", formation),
        ("particulars", notification.particulars),
        ("documents", notification.documents),
        ("approval", (notification.approval,)),
    )
    for head, papers in parts:
        yield f"{HEADS[head].text(language)}"
        for paper in papers:
            yield from _filed_lines(paper, language)
        yield ""
    yield HEADS["scores"].text(language)
    for score in scores:
        still_open = f" (+{score.points_open}?)" if score.points_open else ""
        yield f"  {score.title.text(language)}: {score.points}{still_open} / {score.points_total}"
        for name, keys in (("lacking", score.lacking), ("unknown", score.unknown)):
            if keys:
                yield f"    {HEADS[name].text(language)}: {', '.join(keys)}"


def _entry_lines(entry: Entry, language: str) -> Iterator[str]:
    head = f"  {entry.item.article}({entry.item.number}) {entry.item.title.text(language)}"
    yield f"{head}: {STATES[entry.state].text(language)}"
    if entry.state is State.NOT_PLANNED:
        return
    for line in entry.lines:
        yield f"    {_line(line, language)}"
    for each in entry.missing:
        yield f"    ? {each.fact}"


def _filed_lines(paper: Filed, language: str) -> Iterator[str]:
    place = "; ".join(cites.said.text(language) for cites in paper.cites)
    yield f"  {STANDINGS[paper.standing].text(language)}  {paper.title.text(language)}  ({place})"
    for said in paper.why:
        yield f"    {said.text(language)}"
    for part in paper.parts:
        if isinstance(part, Line):
            yield f"    {_line(part, language)}"
    for fact in paper.missing:
        yield f"    ? {fact}"


def _line(line: Line, language: str) -> str:
    source = f"  <{line.source}>" if line.source else ""
    return f"{line.label.text(language)}: {line.value.text(language)}{source}"


def _missing_lines(missing: Sequence[Lack], language: str) -> Iterator[str]:
    if missing:
        yield f"\n{HEADS['missing'].text(language)}"
    for supplier in sorted({each.by for each in missing}):
        yield f"  {SUPPLIERS[supplier].text(language)}"
        for each in sorted((each for each in missing if each.by is supplier), key=lambda each: each.fact):
            yield f"    {each.fact}: {each.meaning.text(language)}"
