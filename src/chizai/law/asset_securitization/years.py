"""The business years: accounts, report, dividends and interim distributions (Act, arts. 102-117, 216)."""

from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters_asset_securitization import (
    ACCOUNTS_KEPT_YEARS,
    BUSINESS_REPORT_MONTHS,
    INTERIM_COUNT,
    INTERIM_DECISION_MONTHS,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

REPORT_ATTACHES = ("accounts", "business-statement", "profit-appropriation", "schedules")
"""Regulation, art. 100(2)(1)."""
MONTHS_OF_YEAR = 12

FACTS: dict[str, tuple[Fact, ...]] = {
    "company": (
        fact("year_months", Kind.COUNT, Supplier.SPC, ("months of its business year", "事業年度の月数")),
        fact(
            "articles_allow_interim",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether the articles allow an interim distribution", "中間配当の定款の定め"),
        ),
    ),
    "years": (
        fact("report_filed_on", Kind.DAY, Supplier.ADMINISTRATOR, ("business report handed in", "事業報告書の提出日")),
        fact(
            "report_attaches",
            Kind.NAMES,
            Supplier.ADMINISTRATOR,
            ("what the business report attaches", "事業報告書の添付書類"),
            (*REPORT_ATTACHES, "plan"),
        ),
        fact(
            "plan_change_unfiled",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            (
                "whether the plan changed in the year and the last change was not notified",
                "当年度に計画の変更があり、最後の変更が未届か",
            ),
        ),
        fact("assets_minor", Kind.MONEY, Supplier.ADMINISTRATOR, ("assets at its end", "年度末の資産の額")),
        fact("liabilities_minor", Kind.MONEY, Supplier.ADMINISTRATOR, ("liabilities at its end", "年度末の負債の額")),
        fact("capital_minor", Kind.MONEY, Supplier.ADMINISTRATOR, ("capital at its end", "年度末の資本金の額")),
        fact(
            "deductions_minor",
            Kind.MONEY,
            Supplier.AUDITOR,
            ("what the Regulation deducts further", "内閣府令で定める額"),
        ),
        fact("dividend_minor", Kind.MONEY, Supplier.ADMINISTRATOR, ("dividend for the year", "当年度に係る利益の配当")),
        fact(
            "interim_minor",
            Kind.MONEY,
            Supplier.ADMINISTRATOR,
            ("interim distribution in the year after, out of this year's end", "翌年度中の中間配当の額"),
        ),
        fact(
            "capital_returned_minor",
            Kind.MONEY,
            Supplier.ADMINISTRATOR,
            ("capital returned to preferred equity in the year after", "翌年度中の優先資本の払戻額"),
        ),
        fact(
            "interim_count", Kind.COUNT, Supplier.ADMINISTRATOR, ("interim distributions in the year after", "その回数")
        ),
        fact("interim_record_on", Kind.DAY, Supplier.ADMINISTRATOR, ("its record day", "中間配当の基準日")),
        fact("interim_decided_on", Kind.DAY, Supplier.ADMINISTRATOR, ("day of its decision", "中間配当の決定日")),
        fact(
            "preferred_terms_first",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether profit first went as the plan prefers", "計画の優先的配当の規定に従ったか"),
        ),
        fact(
            "rest_by_units",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether the rest went by units", "残りを口数に応じて配当したか"),
        ),
        fact(
            "accounts_approved",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether members approved the accounts", "計算書類の承認"),
        ),
        fact(
            "accounts_clean_and_reported",
            Kind.YES_NO,
            Supplier.AUDITOR,
            ("whether the audit was clean and members were told", "無限定適正意見を得て内容を報告したか"),
        ),
        fact(
            "balance_sheet_published",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether the balance sheet was published", "貸借対照表の公告"),
        ),
        fact(
            "income_published",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether the profit and loss account was published", "損益計算書の公告"),
        ),
        fact(
            "securities_report_filed",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether a securities report is due instead", "有価証券報告書の提出義務の有無"),
        ),
        fact("accounts_made_on", Kind.DAY, Supplier.ADMINISTRATOR, ("day of the accounts", "計算書類の作成日")),
        fact(
            "accounts_kept_until",
            Kind.DAY,
            Supplier.ADMINISTRATOR,
            ("day until which they are kept", "計算書類の保存期限"),
        ),
    ),
}

SURPLUS = ("assets_minor", "liabilities_minor", "capital_minor", "deductions_minor")

RULES = (
    Rule(
        id="ASA-039",
        states=Said(
            "Each business year's report is handed in within three months, with the accounts, the appropriation of"
            " profit and their schedules.",
            "事業報告書を、計算書類、利益処分計算書等及び附属明細書を添付して、事業年度経過後3か月以内に提出する。",
        ),
        cites=(
            ASA.article("216", words="当該事業年度経過後三箇月以内に"),
            ASA_REGULATION.article("100", 1, words="別紙様式第十三号により作成しなければならない"),
            ASA_REGULATION.article("100", 2, "1", words="附属明細書"),
        ),
        about="years",
        check=every(
            Test(
                ("ends_on", "report_filed_on"),
                lambda ended, filed, months: filed <= months_after(ended, months),
                Said("the year ended on {0}; reported on {1}; {2} months", "年度末は{0}、提出は{1}(期間は{2}か月)"),
                using=(BUSINESS_REPORT_MONTHS,),
            ),
            Test(
                ("report_attaches",),
                lambda attached: set(REPORT_ATTACHES) <= set(attached),
                Said("attached: {0}; lacking: {1}", "添付書類: {0}、欠けるもの: {1}"),
                also=lambda attached: (tuple(each for each in REPORT_ATTACHES if each not in attached),),
            ),
            where(
                Test(
                    ("plan_change_unfiled",),
                    bool,
                    Said("the last change of the plan was not notified: {0}", "最後の計画変更が未届: {0}"),
                ),
                Test(
                    ("report_attaches",),
                    lambda attached: "plan" in attached,
                    Said("attached: {0}", "添付書類: {0}"),
                ),
            ),
        ),
        consequence=Said(
            "a crime (art. 296(2)): up to a year in prison, a fine of up to JPY 3m, or both",
            "第296条第2号の罪(1年以下の拘禁刑若しくは300万円以下の罰金又は併科)",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-041",
        states=Said(
            "Dividends stay within net assets less capital and deductions at the year's end; one interim distribution"
            " may follow, out of the same, where the business year is a year and the articles allow it, decided"
            " within three months of its record day.",
            "利益の配当は、年度末の純資産額から資本金の額等を控除した額を限度とする。中間配当は、事業年度が1年で定款の定めがある"
            "会社が1回に限り、一定の日から3か月以内に決定し、同じ額の範囲で行う。",
        ),
        cites=(
            ASA.article("114", 1, words="減じて得た額を限度として、利益の配当をすることができる"),
            ASA.article("115", 1, words="一事業年度の途中において一回に限り"),
            ASA.article("115", 2, words="同項の一定の日から三箇月以内にしなければならない"),
            ASA.article("115", 3, words="減じて得た額を限度としてすることができる"),
        ),
        about="years",
        check=every(
            Test(
                (*SURPLUS, "dividend_minor"),
                lambda assets, owed, capital, less, dividend: dividend <= max(assets - owed - capital - less, 0),
                Said("dividend of JPY {4}; the limit is JPY {5}", "利益の配当は{4}円、限度額は{5}円"),
                also=lambda assets, owed, capital, less, _dividend: (max(assets - owed - capital - less, 0),),
                under=(ASA.article("114", 1),),
            ),
            Test(
                ("interim_count",),
                lambda count, most: count <= most,
                Said("{0} interim distributions; {1} allowed", "中間配当は{0}回(限度{1}回)"),
                using=(INTERIM_COUNT,),
                under=(ASA.article("115", 1),),
            ),
            where(
                Test(("interim_count",), lambda count: count > 0, Said("{0} interim distributions", "中間配当は{0}回")),
                every(
                    Test(
                        ("company.year_months", "company.articles_allow_interim"),
                        lambda months, allowed: months == MONTHS_OF_YEAR and allowed,
                        Said(
                            "the business year has {0} months; the articles allow an interim distribution: {1}",
                            "事業年度は{0}か月、中間配当の定款の定め: {1}",
                        ),
                        under=(ASA.article("115", 1),),
                    ),
                    Test(
                        ("interim_record_on", "interim_decided_on"),
                        lambda record, decided, months: record <= decided <= months_after(record, months),
                        Said("record day {0}; decided on {1}; {2} months", "一定の日は{0}、決定は{1}(期間は{2}か月)"),
                        using=(INTERIM_DECISION_MONTHS,),
                        under=(ASA.article("115", 2),),
                    ),
                    Test(
                        (*SURPLUS, "dividend_minor", "interim_minor"),
                        lambda assets, owed, capital, less, dividend, interim: (
                            dividend + interim <= max(assets - owed - capital - less, 0)
                        ),
                        Said(
                            "dividend of JPY {4} and interim distribution of JPY {5}; the limit is JPY {6}",
                            "利益の配当は{4}円、中間配当は{5}円、限度額は{6}円",
                        ),
                        also=lambda assets, owed, capital, less, _dividend, _interim: (
                            max(assets - owed - capital - less, 0),
                        ),
                        under=(ASA.article("115", 3),),
                    ),
                ),
            ),
        ),
        consequence=Said(
            "who received it and the directors repay it jointly (art. 117)",
            "受領者及び取締役は連帯して会社に支払う義務を負う(第117条)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.DISTRIBUTE,),
    ),
    Rule(
        id="ASA-042",
        states=Said(
            "Profit goes first as the plan prefers preferred equity, then by units.",
            "利益の配当は、計画に定めた優先的配当の規定に従うほか、口数に応じて行う。",
        ),
        cites=(ASA.article("114", 2, words="優先的配当の規定に従うほか"),),
        about="years",
        check=every(
            Test(
                ("preferred_terms_first",),
                bool,
                Said("profit first went as the plan prefers: {0}", "優先的配当の規定に従った: {0}"),
            ),
            Test(("rest_by_units",), bool, Said("the rest went by units: {0}", "残りは口数に応じて配当: {0}")),
        ),
        consequence=Said(
            "the distribution is unlawful and may have to be repaid", "違法な配当となり、返還を求められ得る"
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.DISTRIBUTE,),
    ),
    Rule(
        id="ASA-043",
        states=Said(
            "Members approve the accounts, or are told of them where their audit was clean; the balance sheet, and"
            " with an accounting auditor the profit and loss account, is published; all is kept for ten years.",
            "計算書類は定時社員総会の承認を受け(適正意見のある会計監査人設置会社は報告)、貸借対照表等を公告し、10年間保存する。",
        ),
        cites=(
            ASA.article("102", 4, words="十年間、当該計算書類及びその附属明細書を保存しなければならない"),
            ASA.article("104", 2, words="定時社員総会の決議による承認を受けなければならない"),
            ASA.article("104", 4, words="第二項の規定は、適用しない"),
            ASA.article("104", 5, words="定時社員総会の終結後遅滞なく、貸借対照表及び損益計算書"),
            ASA.article("104", 8, words="有価証券報告書を内閣総理大臣に提出しなければならない特定目的会社"),
        ),
        about="years",
        check=every(
            either(
                Test(("accounts_approved",), bool, Said("members approved the accounts: {0}", "計算書類の承認: {0}")),
                Test(
                    ("company.has_accounting_auditor", "accounts_clean_and_reported"),
                    lambda auditor, clean: auditor and clean,
                    Said(
                        "accounting auditor: {0}; clean audit, and members told: {1}",
                        "会計監査人: {0}、適正意見及び報告: {1}",
                    ),
                ),
            ),
            either(
                Test(
                    ("securities_report_filed",),
                    bool,
                    Said("a securities report is due instead: {0}", "有価証券報告書の提出義務: {0}"),
                ),
                every(
                    Test(
                        ("balance_sheet_published",),
                        bool,
                        Said("the balance sheet was published: {0}", "貸借対照表の公告: {0}"),
                    ),
                    where(
                        Test(
                            ("company.has_accounting_auditor",),
                            bool,
                            Said("there is an accounting auditor: {0}", "会計監査人の設置: {0}"),
                        ),
                        Test(
                            ("income_published",),
                            bool,
                            Said("the profit and loss account was published: {0}", "損益計算書の公告: {0}"),
                        ),
                    ),
                ),
            ),
            Test(
                ("accounts_made_on", "accounts_kept_until"),
                lambda made, kept, years: kept >= months_after(made, MONTHS_OF_YEAR * years),
                Said("made on {0}; kept until {1}; {2} years", "作成は{0}、保存期限は{1}(期間は{2}年)"),
                using=(ACCOUNTS_KEPT_YEARS,),
            ),
        ),
        consequence=Said("a fine", "過料"),
        confidence=Confidence.STATUTE,
    ),
)
