"""The company: name, articles, formation, dissolution, holder of the specified equity (Act, arts. 12-33, 160)."""

from datetime import timedelta

from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA
from chizai.law.parameters_asset_securitization import (
    DISSOLUTION_NOTICE_DAYS,
    FORMATION_REGISTRATION_DAYS,
    SPECIFIED_CAPITAL_MINIMUM_MINOR,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

ARTICLES = ("purpose", "trade-name", "head-office", "specified-capital", "promoters", "term-or-dissolution")
"""Act, art. 16(2)(1)-(6)."""
EQUITY_TRUST_TERMS = (
    "purpose",
    "plan-period",
    "no-instructions",
    "no-agreed-termination",
    "no-change-of-management",
)
"""Act, art. 33(2)(1)-(5)."""
ASSOCIATIONS = ("general-incorporated-association", "general-incorporated-foundation")

FACTS: dict[str, tuple[Fact, ...]] = {
    "company": (
        fact("articles_state", Kind.NAMES, Supplier.SPC, ("what the articles state", "定款の記載事項"), ARTICLES),
        fact("specified_capital_minor", Kind.MONEY, Supplier.SPC, ("specified capital", "特定資本金の額")),
        fact("units_issued", Kind.COUNT, Supplier.SPC, ("specified equity units issued", "設立時発行特定出資の口数")),
        fact("units_taken", Kind.COUNT, Supplier.SPC, ("units that the promoters took", "発起人の引受口数")),
        fact(
            "each_promoter_took_one",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether each promoter took a unit or more", "各発起人が1口以上引き受けたか"),
        ),
        fact("fully_paid_on", Kind.DAY, Supplier.SPC, ("day on which the units were fully paid", "払込完了日")),
        fact("inspection_ended_on", Kind.DAY, Supplier.SPC, ("end of the directors' inspection", "設立調査の終了日")),
        fact("promoters_day_on", Kind.DAY, Supplier.SPC, ("day that the promoters set", "発起人が定めた日")),
        fact("registered_on", Kind.DAY, Supplier.SPC, ("registration of the formation", "設立の登記の日")),
        fact("is_dissolved", Kind.YES_NO, Supplier.SPC, ("whether it was dissolved", "解散したか")),
        fact("dissolved_on", Kind.DAY, Supplier.SPC, ("day of dissolution", "解散の日")),
        fact("dissolution_filed_on", Kind.DAY, Supplier.SPC, ("notification of the dissolution", "解散の届出日")),
        fact(
            "equity_holder_kind",
            Kind.TEXT,
            Supplier.SPC,
            ("who holds the specified equity", "特定出資の保有者"),
            ("specified-equity-trust", *ASSOCIATIONS, "originator", "other"),
        ),
        fact(
            "equity_trust_terms",
            Kind.NAMES,
            Supplier.TRUSTEE,
            ("terms of the specified equity trust", "特定出資信託の条件"),
            EQUITY_TRUST_TERMS,
        ),
        fact(
            "equity_holder_independent",
            Kind.YES_NO,
            Supplier.COUNSEL,
            ("whether the holder is independent of the originator", "保有者がオリジネーターから独立しているか"),
        ),
        fact(
            "became_impossible",
            Kind.NAMES,
            Supplier.SPC,
            ("what of the plan became impossible", "実行不能となったもの"),
            ("acquisition", "issue", "borrowing"),
        ),
    ),
}

RULES = (
    Rule(
        id="ASA-010",
        states=Said(
            "Dissolution is notified within 30 days, by the liquidator or the trustee in bankruptcy.",
            "解散したときは、清算人又は破産管財人が30日以内に届け出る。",
        ),
        cites=(ASA.article("12", 1, words="その日から三十日以内に、その旨を内閣総理大臣に届け出なければならない"),),
        about="company",
        check=where(
            Test(("is_dissolved",), bool, Said("the company was dissolved: {0}", "会社の解散: {0}")),
            Test(
                ("dissolved_on", "dissolution_filed_on"),
                lambda dissolved, filed, days: filed <= dissolved + timedelta(days),
                Said("dissolved on {0}; notified on {1}; {2} days", "解散は{0}、届出は{1}(期間は{2}日)"),
                using=(DISSOLUTION_NOTICE_DAYS,),
            ),
        ),
        consequence=Said("a non-penal fine", "過料"),
        confidence=Confidence.STATUTE,
        reading=Said("the consequence is from memory", "効果(過料)は記憶による"),
    ),
    Rule(
        id="ASA-011",
        states=Said("The trade name contains the words 特定目的会社.", "商号中に「特定目的会社」という文字を用いる。"),
        cites=(ASA.article("15", 2, words="商号中に特定目的会社という文字を用いなければならない"),),
        about="company",
        check=Test(
            ("trade_name",),
            lambda name: "特定目的会社" in name,
            Said("the trade name is {0}", "商号は{0}"),
        ),
        consequence=Said("registration is refused", "登記申請は却下される"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-012",
        states=Said(
            "The articles state purpose, name, head office, specified capital, promoters, and term or cause of"
            " dissolution.",
            "定款には目的、商号、本店の所在地、特定資本金の額、発起人及び存続期間又は解散の事由を記載する。",
        ),
        cites=(
            ASA.article("16", 2, words="特定目的会社の定款には、次に掲げる事項を記載し、又は記録しなければならない"),
        ),
        about="company",
        check=every(
            Test(
                ("articles_state",),
                lambda states: set(ARTICLES) <= set(states),
                Said("the articles state {0}; not {1}", "定款の記載事項: {0}、記載のないもの: {1}"),
                also=lambda states: (tuple(each for each in ARTICLES if each not in states),),
            ),
            Test(
                ("specified_capital_minor",),
                lambda capital, least: capital >= least,
                Said("specified capital of JPY {0}; the least is {1}", "特定資本金は{0}円(最低額{1}円)"),
                using=(SPECIFIED_CAPITAL_MINIMUM_MINOR,),
            ),
        ),
        consequence=Said("the articles are void", "定款は無効"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the least capital of former years (JPY 3m from 1998, 100,000 from 2000, none from 2006) is from memory",
            "過去の最低資本金(1998年300万円、2000年10万円、2006年廃止)は記憶による",
        ),
    ),
    Rule(
        id="ASA-013",
        states=Said(
            "The promoters take all the founding specified equity, each a unit or more, and pay it before the company"
            " is registered; registration follows within two weeks of the later of the inspection and the promoters'"
            " day.",
            "発起人は設立時発行特定出資の全部を引き受け(各1口以上)、登記前に全額を払い込む。"
            "設立の登記は、調査の終了日と発起人が定めた日のいずれか遅い日から2週間以内にする。",
        ),
        cites=(
            ASA.article("17", 2, words="設立時発行特定出資の全部を引き受けなければならない"),
            ASA.article("17", 3, words="一口以上引き受けなければならない"),
            ASA.article("19", 1, words="金銭の全額を払い込み"),
            ASA.article("22", 1, words="次に掲げる日のいずれか遅い日から二週間以内にしなければならない"),
            ASA.article("23", words="設立の登記をすることによって成立する"),
        ),
        about="company",
        check=every(
            Test(
                ("units_taken", "units_issued"),
                lambda taken, issued: taken == issued > 0,
                Said("the promoters took {0} of {1} units", "発起人の引受けは{1}口のうち{0}口"),
                under=(ASA.article("17", 2),),
            ),
            Test(
                ("each_promoter_took_one",),
                bool,
                Said("each promoter took a unit or more: {0}", "各発起人による1口以上の引受け: {0}"),
                under=(ASA.article("17", 3),),
            ),
            Test(
                ("fully_paid_on", "registered_on"),
                lambda paid, registered: paid <= registered,
                Said("fully paid on {0}; registered on {1}", "払込完了は{0}、設立の登記は{1}"),
                under=(ASA.article("19", 1), ASA.article("23")),
            ),
            either(
                *(
                    Test(
                        (base, "registered_on"),
                        lambda base_on, registered, days: registered <= base_on + timedelta(days),
                        because,
                        using=(FORMATION_REGISTRATION_DAYS,),
                        under=(ASA.article("22", 1),),
                    )
                    for base, because in (
                        (
                            "inspection_ended_on",
                            Said(
                                "the inspection ended on {0}; registered on {1}; {2} days",
                                "調査の終了は{0}、設立の登記は{1}(期間は{2}日)",
                            ),
                        ),
                        (
                            "promoters_day_on",
                            Said(
                                "the promoters' day is {0}; registered on {1}; {2} days",
                                "発起人が定めた日は{0}、設立の登記は{1}(期間は{2}日)",
                            ),
                        ),
                    )
                )
            ),
        ),
        consequence=Said("no legal person comes into being", "法人格を取得しない"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="ASA-016",
        states=Said(
            "The specified equity is held at a distance from the originator: in a specified equity trust on the terms"
            " of the law, or by an independent association or foundation.",
            "特定出資は、法定の条件を付した特定出資信託又は独立した一般社団法人・一般財団法人が保有する。",
        ),
        cites=(ASA.article("33", 2, words="契約には、次に掲げる条件を付さなければならない"),),
        about="company",
        check=either(
            every(
                Test(
                    ("equity_holder_kind",),
                    lambda kind: kind == "specified-equity-trust",
                    Said("the holder is of kind {0}", "保有者は{0}"),
                ),
                Test(
                    ("equity_trust_terms",),
                    lambda terms: set(EQUITY_TRUST_TERMS) <= set(terms),
                    Said("terms of the trust: {0}", "信託の条件: {0}"),
                ),
            ),
            every(
                Test(
                    ("equity_holder_kind",),
                    lambda kind: kind in ASSOCIATIONS,
                    Said("the holder is of kind {0}", "保有者は{0}"),
                ),
                Test(
                    ("equity_holder_independent",),
                    bool,
                    Said("it is independent of the originator: {0}", "オリジネーターからの独立: {0}"),
                ),
            ),
        ),
        consequence=Said(
            "the company counts as less remote from the originator's insolvency (INS-006); practice, not law",
            "倒産隔離の評価が下がる(INS-006)。実務上の効果であり法律上のものではない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that an independent association or foundation serves as well is practice; the law makes neither a duty",
            "独立した一般社団法人等でも足りるとするのは実務による。いずれも法律上の義務ではない",
        ),
    ),
    Rule(
        id="ASA-045",
        states=Said(
            "The company is dissolved once acquiring the assets, issuing or borrowing has become impossible.",
            "特定資産の譲受け、資産対応証券の発行又は特定借入れの実行が不能となったときは解散する。",
        ),
        cites=(ASA.article("160", 1, "7", words="資産対応証券の発行又は特定借入れの実行の不能"),),
        about="company",
        check=Test(
            ("became_impossible",),
            lambda which: not which,
            Said("became impossible: {0}", "実行不能となったもの: {0}"),
        ),
        consequence=Said("the company is dissolved", "解散"),
        confidence=Confidence.STATUTE,
    ),
)
