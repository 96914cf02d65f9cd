"""How futures are drawn is said in the reader's language, and names what they can be drawn again by."""

from dataclasses import replace

import pytest

from chizai.documents.futures_words import DrawnFutures, futures_record, futures_words
from chizai.documents.language import Language
from chizai.documents.words import words_of
from chizai.forecast.futures_terms import FuturesTerms
from chizai.forecast.joint_terms import (
    Copula,
    CurrencyRisk,
    FittedTerms,
    JointTerms,
    LicenceRisk,
    LicenseeRisk,
    RightRisk,
)

TERMS = FuturesTerms(volatility_ppm_annual=250_000, reversion_ppm_annual=500_000, n_paths=20_000, seed=7)
JOINT = JointTerms(
    volatility_ppm_annual=180_000,
    market_weight_ppm=400_000,
    licences=(LicenceRisk(licence="L1"), LicenceRisk(licence="L2")),
    licensees=(LicenseeRisk(licensee="Maker", symbol="A"),),
    rights=(RightRisk(right="P1"), RightRisk(right="P2"), RightRisk(right="P3")),
    currencies=(CurrencyRisk(currency="USD", volatility_ppm_annual=90_000),),
)
ONE_FACTOR = DrawnFutures(terms=TERMS)
TOGETHER = DrawnFutures(terms=replace(TERMS, volatility_ppm_annual=None, reversion_ppm_annual=0), joint=JOINT)


@pytest.mark.parametrize(
    ("drawn", "english", "japanese"),
    [
        (
            ONE_FACTOR,
            "20,000 futures of one factor (volatility 25%, reversion 50%); seed 7",
            "1ファクター・モデル(ボラティリティ25%、平均回帰速度50%)による将来シナリオ20,000本、シード7",
        ),
        (
            TOGETHER,
            (
                "20,000 futures of licences drawn together (Gaussian copula, volatility 18%, market weight 40%, "
                "licensees that may default: 1, rights at risk: 3, licences with terms of their own: 2, "
                "currencies: 1); seed 7"
            ),
            (
                "ライセンスの同時シミュレーション(ガウス・コピュラ、ボラティリティ18%、市場との相関40%、債務不履行が起こり得る"
                "ライセンシー1先、喪失・侵害のリスクがある権利3件、個別条件のあるライセンス2件、通貨1種)による将来シナリオ"
                "20,000本、シード7"
            ),
        ),
        (
            DrawnFutures(terms=TERMS, joint=JointTerms(copula=Copula.T, degrees=6), path=1_234),
            (
                "number 1,234 of 20,000 futures of licences drawn together (t copula of 6 degrees of freedom, "
                "volatility 0%, market weight 50%); seed 7"
            ),
            (
                "第1,234番、ライセンスの同時シミュレーション(自由度6のtコピュラ、ボラティリティ0%、市場との相関50%)による"
                "将来シナリオ20,000本、シード7"
            ),
        ),
    ],
)
def test_how_futures_are_drawn_is_said_in_both_languages(drawn: DrawnFutures, english: str, japanese: str) -> None:
    assert futures_words(drawn, words_of(Language.ENGLISH, "USD")) == english
    assert futures_words(drawn, words_of(Language.JAPANESE, "JPY")) == japanese
    assert futures_record(drawn) == english


def test_a_t_copula_whose_degrees_are_not_written_has_those_that_are_drawn() -> None:
    assert "4 degrees" in futures_record(DrawnFutures(terms=TERMS, joint=JointTerms(copula=Copula.T)))


def test_licences_whose_fit_says_how_far_they_stray_are_counted_apart() -> None:
    risks = tuple(LicenceRisk(licence=name) for name in ("L1", "L2", "L3"))
    drawn = DrawnFutures(terms=TERMS, joint=FittedTerms(licences=risks, fitted=("L1", "L3")))

    told = futures_words(drawn, words_of(Language.JAPANESE, "JPY"))
    assert "licences as uncertain as their fit: 2, licences with terms of their own: 1" in futures_record(drawn)
    assert "変動幅を当てはめで定めるライセンス2件、個別条件のあるライセンス1件" in told
