"""What screening says: findings with their reasons, and the scores that they add up to."""

from dataclasses import dataclass
from enum import StrEnum

from chizai.units.explain import Explained
from chizai.units.rate import PPM
from chizai.valuation.assessment import Criterion


class Verdict(StrEnum):
    """What a finding means for eligibility."""

    PASSED = "passed"
    WEAK = "weak"
    """Below what is wished for, and no bar by itself."""
    FAILED = "failed"
    """Bars the right, whatever its total score."""


class ScreeningReason(StrEnum):
    """Why a finding is what it is. Documents translate by it."""

    STABLE = "stable"
    UNSTABLE = "unstable"
    NO_HISTORY = "no-history"
    NOTHING_EARNED = "nothing-earned"
    PROTECTED = "protected"
    UNENDING = "unending"
    EXPIRED = "expired"
    EXPIRES_BEFORE_FINAL = "expires-before-final"
    RENEWAL_DUE = "renewal-due"
    PENDING = "pending"
    DISPUTED = "disputed"
    MATURE = "mature"
    IN_RESEARCH = "in-research"
    BEFORE_LAUNCH = "before-launch"
    READINESS_MISSING = "readiness-missing"
    READINESS_LOW = "readiness-low"
    GROWING = "growing"
    SHRINKING = "shrinking"
    COLLAPSING = "collapsing"
    DEFENDED = "defended"
    ERODING = "eroding"
    OVERRUN = "overrun"
    NOT_ASSESSED = "not-assessed"


SENTENCES: dict[ScreeningReason, tuple[str, str]] = {
    ScreeningReason.STABLE: (
        "Royalty varies by {fact} from year to year, within the limit of {limit}.",
        "年間ロイヤルティの変動係数は{fact}で、基準の{limit}以内です。",
    ),
    ScreeningReason.UNSTABLE: (
        "Royalty varies by {fact} from year to year, above the limit of {limit}.",
        "年間ロイヤルティの変動係数は{fact}で、基準の{limit}を超えています。",
    ),
    ScreeningReason.NO_HISTORY: (
        "{fact} complete years are reported, of {limit} needed: stability is not shown.",
        "完全な年度の報告が{fact}年分(必要: {limit}年分)で、安定性を確認できません。",
    ),
    ScreeningReason.NOTHING_EARNED: (
        "The reported years brought no royalty.",
        "報告された年度にロイヤルティ収入がありません。",
    ),
    ScreeningReason.PROTECTED: (
        "Protection lasts until {fact}, to the final payment on {limit} or beyond.",
        "権利は{fact}まで存続し、最終支払日({limit})まで保護されます。",
    ),
    ScreeningReason.UNENDING: (
        "Protection has no fixed end, and lasts beyond the final payment on {limit}.",
        "権利の終期は確定しておらず、最終支払日({limit})より後まで存続する見込みです。",
    ),
    ScreeningReason.EXPIRED: ("Protection ended on {fact}.", "権利は{fact}に消滅しています。"),
    ScreeningReason.EXPIRES_BEFORE_FINAL: (
        "Protection ends on {fact}, before the final payment on {limit}; no cash is forecast after it.",
        "権利は最終支払日({limit})より前の{fact}に満了し、以後の収入は見込みません。",
    ),
    ScreeningReason.RENEWAL_DUE: (
        "The registration must be renewed by {fact}, before the final payment on {limit}.",
        "最終支払日({limit})より前の{fact}までに更新登録が必要です。",
    ),
    ScreeningReason.PENDING: ("The right is not registered yet.", "権利はまだ登録されていません。"),
    ScreeningReason.DISPUTED: (
        "An opposition, invalidation trial or suit is pending.",
        "異議申立て、無効審判又は訴訟が係属中です。",
    ),
    ScreeningReason.MATURE: ("The technology or work is mature ({fact}).", "技術又は作品は成熟しています({fact})。"),
    ScreeningReason.IN_RESEARCH: (
        "The right is still in research and development.",
        "研究開発段階にあり、証券化の対象に適しません。",
    ),
    ScreeningReason.BEFORE_LAUNCH: ("The right is not on the market yet ({fact}).", "上市前です({fact})。"),
    ScreeningReason.READINESS_MISSING: (
        "The technology readiness level (1 to 9) is missing.",
        "技術成熟度(1〜9)の評価がありません。",
    ),
    ScreeningReason.READINESS_LOW: (
        "Technology readiness is {fact}, below {limit}.",
        "技術成熟度は{fact}で、基準の{limit}を下回ります。",
    ),
    ScreeningReason.GROWING: (
        "Its market is expected to change by {fact} a year.",
        "市場の成長率は年{fact}と見込まれます。",
    ),
    ScreeningReason.SHRINKING: (
        "Its market is expected to shrink: {fact} a year.",
        "市場は縮小が見込まれます(年{fact})。",
    ),
    ScreeningReason.COLLAPSING: (
        "Its market is expected to change by {fact} a year, below the limit of {limit}.",
        "市場の成長率は年{fact}で、基準の{limit}を下回ります。",
    ),
    ScreeningReason.DEFENDED: (
        "Competitors are expected to take {fact} of its royalty a year.",
        "競合による侵食は年{fact}と見込まれます。",
    ),
    ScreeningReason.ERODING: (
        "Competitors are expected to take {fact} of its royalty a year, which is much.",
        "競合による侵食は年{fact}と大きく見込まれます。",
    ),
    ScreeningReason.OVERRUN: (
        "Competitors are expected to take {fact} of its royalty a year, above the limit of {limit}.",
        "競合による侵食は年{fact}で、基準の{limit}を超えています。",
    ),
    ScreeningReason.NOT_ASSESSED: ("No assessment of the right is given.", "権利の評価が提出されていません。"),
}
"""Each reason in English and Japanese; `{fact}` is what was found, `{limit}` what it was held to."""


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """One reason with its figures."""

    code: ScreeningReason
    fact: str = ""
    limit: str = ""

    def sentence(self, *, japanese: bool = False) -> str:
        """Say the reason in English or Japanese."""
        return SENTENCES[self.code][int(japanese)].format(fact=self.fact, limit=self.limit)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A criterion's score before it is weighted."""

    score: int
    """0 to 100, rounded down."""
    verdict: Verdict
    reasons: tuple[ReasonGiven, ...]
    """The gravest first, never empty."""
    parts: tuple[Explained, ...] = ()
    """What the score was made of."""


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """One criterion's judgement and what it counts."""

    criterion: Criterion
    judgement: Judgement
    weight_ppm: int

    @property
    def contribution_micropoints(self) -> int:
        """Millionths of a point that the finding adds to the total: score x weight, exact."""
        return self.judgement.score * self.weight_ppm

    def because(self, *, japanese: bool = False) -> str:
        """Say all reasons in English or Japanese."""
        between = "" if japanese else " "
        return between.join(reason.sentence(japanese=japanese) for reason in self.judgement.reasons)

    def explain(self) -> Explained:
        """Give the score with its reasons."""
        value = f"{self.judgement.score} points, {self.judgement.verdict}"
        return Explained(str(self.criterion), value, self.because(), self.judgement.parts)


@dataclass(frozen=True, slots=True)
class RightScreening:
    """What was found of one right."""

    right_id: str
    findings: tuple[CriterionFinding, ...]
    """One for each criterion, in the order of `Criterion`."""
    pass_score: int
    """The policy's."""

    @property
    def total_micropoints(self) -> int:
        """Sum of the contributions, exact: 100_000_000 is full."""
        return sum(finding.contribution_micropoints for finding in self.findings)

    @property
    def score(self) -> int:
        """Total in points, 0 to 100, rounded down."""
        return self.total_micropoints // PPM

    @property
    def is_eligible(self) -> bool:
        """Whether no finding failed and the total reaches the pass score."""
        failed = any(finding.judgement.verdict is Verdict.FAILED for finding in self.findings)
        return not failed and self.total_micropoints >= self.pass_score * PPM

    def explain(self) -> Explained:
        """Give the total with its findings."""
        verdict = "eligible" if self.is_eligible else "not eligible"
        because = "sum of score x weight; a failed finding bars the right whatever the total"
        parts = tuple(finding.explain() for finding in self.findings)
        return Explained(f"screening of {self.right_id}", f"{self.score} points, {verdict}", because, parts)
