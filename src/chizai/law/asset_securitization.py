"""Rules of the Asset Securitization Act (資産の流動化に関する法律)."""

from chizai.law.checks import Test
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import ASA
from chizai.law.rule import Confidence, Gate, Rule
from chizai.law.said import Said

FACTS: dict[str, tuple[Fact, ...]] = {
    "filing": (
        Fact("accepted_on", Kind.DAY, Said("day on which the notification was accepted", "届出の受理日"), Supplier.SPC),
        Fact(
            "business_began_on",
            Kind.DAY,
            Said("day of the first act of securitisation business", "業務の最初の行為の日"),
            Supplier.SPC,
        ),
    ),
}

RULES = (
    Rule(
        id="ASA-001",
        states=Said(
            "The company notifies the Prime Minister before it begins securitisation business.",
            "特定目的会社は、資産の流動化に係る業務を行うときは、あらかじめ届け出る。",
        ),
        cites=(ASA.article("4", 1, words="あらかじめ内閣総理大臣に届け出なければならない"),),
        about="filing",
        check=Test(
            ("accepted_on", "business_began_on"),
            lambda accepted, began: accepted < began,
            Said(
                "the notification was accepted on {0}; business began on {1}",
                "届出の受理は{0}、業務の開始は{1}",
            ),
        ),
        consequence=Said(
            "a crime (art. 294(1)): up to three years in prison, a fine of up to JPY 3m, or both; no entry in the"
            " register of special purpose companies, so that the tax conduit fails too (TAX-001)",
            "第294条第1号の罪(3年以下の拘禁刑若しくは300万円以下の罰金又は併科)。名簿に登載されず、導管性も失う(TAX-001)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
)
