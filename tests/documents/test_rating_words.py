"""A symbol explained in words: every line that it was read from, what is assumed, and what nothing proves."""

import re
from dataclasses import replace

from tests.metrics.rated_class import FOUND, SPREAD_OUT, rated

from chizai.documents.language import Language
from chizai.documents.rating_words import explained_rating
from chizai.documents.words import words_of
from chizai.metrics.break_even import BreakEven
from chizai.metrics.paths import Estimate
from chizai.metrics.rating import IndicativeRating
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import Exposure, LicenseeSymbol
from chizai.metrics.rating_scale import Symbol


def told_of(rating: IndicativeRating, language: Language = Language.ENGLISH) -> str:
    return "\n".join(explained_rating(rating, words_of(language, "JPY")).lines())


def test_a_rating_explains_itself_down_to_what_it_was_read_from() -> None:
    known = (LicenseeSymbol(licensee="Aoba", symbol=Symbol.A),)
    told = told_of(rated(assumptions=RatingAssumptions(licensees=known)))
    assert told.startswith(
        "indicative rating of A: BBB+  (the lowest of the ideas and the caps; indicative: Chizai's own reading of "
        "the scale, which no agency has given or seen)"
    )
    for line in (
        "by expected loss: A- (A- to BBB+ within two standard errors)",
        "expected loss: 0.5% (standard error 0.01%)  (mean over 10,000 futures)",
        "average life: 6.00 years",
        "idealised rate of A: 0.321%",
        "idealised rate of A-: 0.5%",
        "break-even multiple: 40%",
        "base-case decline: 20%  (mean shortfall of the futures)",
        "multiple withstood: 3.00 times",
        "required of A: 3.00 times",
        "cap: single licensee: does not apply  (a licensee above 40% of collections caps at its own symbol)",
        "largest licensee, Aoba: 30%",
        "months of royalties that are known: 60",
    ):
        assert line in told, told


def test_an_explanation_says_what_is_assumed_and_what_is_not_paid() -> None:
    unpaid = replace(FOUND, break_even=BreakEven("A", None), expected_loss=Estimate(0.0, None))
    crowded = replace(SPREAD_OUT, licensees=(Exposure("Aoba", 700_000), Exposure("Birch", 500_000)))
    known = (LicenseeSymbol(licensee="Aoba", symbol=Symbol.A),)
    assumptions = RatingAssumptions(base_decline_ppm=200_000, licensees=known)
    told = told_of(rated(unpaid, facts=crowded, assumptions=assumptions))
    for line in (
        "break-even multiple: the whole forecast does not pay it",
        "base-case decline: 20%  (assumed)",
        "expected loss: 0%  (mean over",
        "cap: single licensee: BB",
        "symbol of Aoba: A  (as given)",
        "symbol of Birch: BB  (none is given: as assumed)",
    ):
        assert line in told, told


def test_an_explanation_says_what_paths_without_a_loss_cannot_rule_out() -> None:
    never = replace(FOUND, expected_loss=Estimate(0.0, 0.0))
    assert "(mean over 10,000 futures; none was hit, which rules out no rate below 0.03%)" in told_of(rated(never))


def test_small_rates_are_written_without_an_exponent() -> None:
    tiny = replace(FOUND, expected_loss=Estimate(2.8e-7, 0.0), average_life_years=1.0)
    assert "expected loss: 0.000028%" in told_of(rated(tiny))


def test_an_explanation_says_that_the_base_case_is_the_least_that_is_assumed() -> None:
    told = told_of(rated(base_decline_ppm=100_000))
    assert "base-case decline: 10%  (the least that is assumed; the futures fall short by less)" in told


def test_a_rating_explains_itself_in_japanese_with_the_same_rates() -> None:
    japanese = told_of(rated(), Language.JAPANESE)
    for line in (
        "トランシェAの参考格付: BBB+",
        "期待損失: 0.5%(標準誤差0.01%)  (将来シナリオ10,000本の平均)",
        "平均残存期間: 6.00年",
        "耐えられる倍率: 3.00倍",
        "上限: 単一ライセンシー: 適用なし",
        "最大のライセンシー: Aoba: 30%",
    ):
        assert line in japanese, japanese
    assert _rates(japanese) == _rates(told_of(rated()))


def _rates(told: str) -> list[list[str]]:
    """Give the rates of each line, whatever their order in it: two languages do not say them in one."""
    return [sorted(re.findall(r"[\d.]+%", line)) for line in told.splitlines()]
