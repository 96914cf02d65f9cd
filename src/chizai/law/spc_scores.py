"""How far the sale is true and the company remote from bankruptcy: scores of practice, which no statute gives."""

from dataclasses import dataclass

from chizai.law.facts import Known
from chizai.law.remoteness import OWNERLESS, POINTS_TOTAL, RULES, TRUE_SALE_SIGNS, points
from chizai.law.rule import Confidence
from chizai.law.said import Said
from chizai.law.spc_plan_parts import given


@dataclass(frozen=True, slots=True)
class Score:
    """A score of practice."""

    title: Said
    points: int
    """What the signs that are there weigh."""
    points_open: int
    """What those weigh of which nobody has said whether they are there."""
    points_total: int
    there: tuple[str, ...]
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]
    confidence: Confidence = Confidence.PRACTICE


def true_sale_score(known: Known) -> Score:
    """Add up the signs of a true sale, weighted as rule INS-005 weighs them."""
    answers = {sign.fact.key: _answer(known, "sale", sign.fact.key) for sign in TRUE_SALE_SIGNS}
    flags = tuple(answers[sign.fact.key] is True for sign in TRUE_SALE_SIGNS)
    still_open = tuple(answers[sign.fact.key] is None for sign in TRUE_SALE_SIGNS)
    return _score(Said("true sale", "真正譲渡"), answers, (points(flags), points(still_open), POINTS_TOTAL))


def remoteness_score(known: Known) -> Score:
    """Count what rule INS-006 asks of the company, a point each."""
    keys = tuple(need.partition(".")[2] for rule in RULES if rule.id == "INS-006" for need in rule.needs)
    answers = {key: _answer(known, "company", key) for key in keys}
    there = sum(answer is True for answer in answers.values())
    still_open = sum(answer is None for answer in answers.values())
    return _score(Said("remoteness from bankruptcy", "倒産隔離"), answers, (there, still_open, len(keys)))


def _answer(known: Known, table: str, key: str) -> bool | None:
    found = given(known, table, key)
    if found is None:
        return None
    return found.value in OWNERLESS if key == "equity_holder_kind" else bool(found.value)


def _score(title: Said, answers: dict[str, bool | None], counted: tuple[int, int, int]) -> Score:
    there, lacking, unknown = (
        tuple(key for key, answer in answers.items() if answer is wanted) for wanted in (True, False, None)
    )
    return Score(title, *counted, there, lacking, unknown)
