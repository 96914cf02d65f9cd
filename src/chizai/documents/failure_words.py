"""What is wrong with an input, in the reader's language."""

from chizai.law.said import Said
from chizai.units.result import Failure, Reason

REASONS = {
    Reason.UNREADABLE: "読取不能",
    Reason.MISSING: "欠落",
    Reason.UNKNOWN: "不明",
    Reason.DUPLICATE: "重複",
    Reason.WRONG_TYPE: "型の誤り",
    Reason.OUT_OF_RANGE: "範囲外",
    Reason.INCONSISTENT: "矛盾",
    Reason.CURRENCY: "通貨の不一致",
    Reason.CYCLE: "循環",
    Reason.OVERFLOW: "桁あふれ",
}
"""In Japanese."""


def failure_text(failure: Failure, language: str) -> str:
    """Say a failure under its place; in English where it has no Japanese.

    Args:
        failure: what is wrong.
        language: `en` or `ja`.
    """
    return Said(str(failure), _japanese(failure)).text(language)


def _japanese(failure: Failure) -> str:
    if failure.japanese is None:
        return str(failure)
    what, why, fix = failure.japanese
    return f"{failure.place} [{REASONS[failure.reason]}]\n  内容: {what}\n  理由: {why}\n  対処: {fix}"
