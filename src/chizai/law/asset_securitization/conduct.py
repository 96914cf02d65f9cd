"""What the company may do, where idle money stands, which books it keeps, who offers (Act, arts. 195-215)."""

from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters_asset_securitization import BOOKS_KEPT_YEARS
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

ALLOWED_ACTS = ("securitisation", "ancillary")
ACTS = (
    *ALLOWED_ACTS,
    "sale-of-other-assets",
    "lending-of-other-assets",
    "services-for-value",
    "unlimited-partner",
    "lending-its-name",
    "other",
)
"""Act, arts. 195, 196."""
ALLOWED_INVESTMENTS = ("government-bonds", "designated-securities", "deposit", "guaranteed-money-trust")
"""Act, art. 214; Regulation, art. 98."""
BOOKS = ("holders-and-creditors", "discharge", "acquisition", "management")
"""Regulation, art. 99(1)(1)-(4)."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "company": (
        fact("acts", Kind.NAMES, Supplier.ADMINISTRATOR, ("what the company does", "会社の業務"), ACTS),
        fact("books", Kind.NAMES, Supplier.ADMINISTRATOR, ("books that it keeps", "備える帳簿及び資料"), BOOKS),
        fact("books_kept_until", Kind.DAY, Supplier.ADMINISTRATOR, ("day until which they are kept", "帳簿の保存期限")),
    ),
    "investments": (
        fact(
            "kind",
            Kind.TEXT,
            Supplier.ADMINISTRATOR,
            ("what idle money stands in; a deposit is at a designated bank", "余裕金の運用方法(預金は指定金融機関)"),
            (*ALLOWED_INVESTMENTS, "deposit-elsewhere", "money-market-fund", "stablecoin", "other"),
        ),
        fact("amount_minor", Kind.MONEY, Supplier.ADMINISTRATOR, ("amount", "金額")),
    ),
    "offering": (
        fact(
            "handled_by",
            Kind.TEXT,
            Supplier.UNDERWRITER,
            ("who handles the offering", "募集等の取扱いを行う者"),
            ("licensed-broker", "transferor", "company", "other"),
        ),
        fact(
            "transferor_notified_on",
            Kind.DAY,
            Supplier.ORIGINATOR,
            ("the transferor's notification", "特定譲渡人の届出日"),
        ),
        fact(
            "company_takes_part",
            Kind.YES_NO,
            Supplier.SPC,
            (
                "whether directors or employees of the company handle it too",
                "会社の取締役・使用人が募集等の事務を行うか",
            ),
        ),
    ),
}

BOOKS_KEPT = Test(
    ("books",),
    lambda books: set(BOOKS) <= set(books),
    Said("books kept: {0}; lacking: {1}", "帳簿及び資料: {0}、欠けるもの: {1}"),
    also=lambda books: (tuple(each for each in BOOKS if each not in books),),
)

RULES = (
    Rule(
        id="ASA-032",
        states=Said(
            "The company does nothing but the securitisation of its plan and what is ancillary to it, is nobody's"
            " unlimited partner and lends its name to nobody.",
            "計画に従う資産の流動化に係る業務及び附帯業務のほか他の業務を営まず、無限責任社員とならず、名義貸しをしない。",
        ),
        cites=(
            ASA.article("195", 1, words="他の業務を営むことができない"),
            ASA.article("195", 2, words="無限責任社員となることができない"),
            ASA.article("196", words="自己の名義をもって、他人に"),
        ),
        about="company",
        check=Test(
            ("acts",),
            lambda acts: set(acts) <= set(ALLOWED_ACTS),
            Said("what the company does: {0}; not allowed: {1}", "会社の業務: {0}、許されないもの: {1}"),
            also=lambda acts: (tuple(each for each in acts if each not in ALLOWED_ACTS),),
        ),
        consequence=Said("a crime (art. 294(4)(5)); the tax conduit fails", "第294条第4号・第5号の罪。導管性も失う"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-037",
        states=Said(
            "Idle money stands in government bonds and designated securities, deposits at designated banks, or money"
            " trusts whose principal is guaranteed.",
            "余裕金は、国債その他指定された有価証券、指定された金融機関への預金、元本補填契約のある金銭信託のほかで運用しない。",
        ),
        cites=(
            ASA.article("214", words="次の方法によるほか、業務上の余裕金を運用してはならない"),
            ASA_REGULATION.article("98", words="元本の損失の補てん契約があるものに限る"),
        ),
        about="investments",
        check=Test(
            ("kind",),
            lambda kind: kind in ALLOWED_INVESTMENTS,
            Said("idle money stands in: {0}", "余裕金の運用: {0}"),
        ),
        consequence=Said(
            "a breach; tokenised money-market funds and stablecoins without a guarantee are among what is not allowed",
            "違反。トークン化MMF及び補填契約のないステーブルコインも許されない",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-038",
        states=Said(
            "For each plan the company keeps books on holders and creditors, on discharge, on acquisition and on"
            " management, until five years after all is discharged.",
            "計画ごとに、社員・債権者等、履行の状況、特定資産の取得、管理及び処分に関する帳簿を作成し、完了後5年間保存する。",
        ),
        cites=(
            ASA.article("215", words="業務に関する帳簿及び資料を作成し、これを保存しなければならない"),
            ASA_REGULATION.article("99", 1, words="資産流動化計画ごとに作成しなければならない"),
            ASA_REGULATION.article("99", 2, words="五年間、これを保存しなければならない"),
        ),
        about="company",
        check=every(
            BOOKS_KEPT,
            where(
                Test(
                    ("plan.completed",),
                    bool,
                    Said("all that the plan owes is discharged: {0}", "計画に従う履行等の完了: {0}"),
                ),
                Test(
                    ("plan.completed_on", "books_kept_until"),
                    lambda completed, kept, years: kept >= months_after(completed, 12 * years),
                    Said("discharged on {0}; books kept until {1}; {2} years", "完了は{0}、保存期限は{1}(期間は{2}年)"),
                    using=(BOOKS_KEPT_YEARS,),
                ),
            ),
        ),
        consequence=Said(
            "a crime (art. 296(1)): up to a year in prison, a fine of up to JPY 3m, or both",
            "第296条第1号の罪(1年以下の拘禁刑若しくは300万円以下の罰金又は併科)",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-044",
        states=Said(
            "The transferor may handle the offering without a broker's registration once it has notified; then nobody"
            " of the company handles it.",
            "特定資産の譲渡人は、あらかじめ届け出て募集等の取扱いを行うことができる。このとき会社の取締役・使用人は事務を行わない。",
        ),
        cites=(
            ASA.article("207", words="当該資産対応証券の募集等に係る事務を行ってはならない"),
            ASA.article(
                "208", 2, words="あらかじめ、内閣府令で定めるところにより、内閣総理大臣に届け出なければならない"
            ),
            ASA.article("209", 1, words="資産対応証券の募集等の取扱いを行う特定譲渡人について準用する"),
        ),
        about="offering",
        check=either(
            Test(
                ("handled_by",),
                lambda by: by in {"licensed-broker", "company"},
                Said("the offering is handled by: {0}", "募集等を取り扱う者: {0}"),
            ),
            every(
                Test(
                    ("handled_by",),
                    lambda by: by == "transferor",
                    Said("the offering is handled by: {0}", "募集等を取り扱う者: {0}"),
                ),
                Test(
                    ("transferor_notified_on", "solicited_from_on"),
                    lambda notified, solicited: notified < solicited,
                    Said("notified on {0}; solicited from {1}", "届出は{0}、勧誘の開始は{1}"),
                ),
                Test(
                    ("company_takes_part",),
                    lambda takes_part: not takes_part,
                    Said("people of the company handle it too: {0}", "会社の取締役・使用人の関与: {0}"),
                ),
            ),
        ),
        consequence=Said("a crime (art. 294(7)(8))", "第294条第7号・第8号の罪"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the company's own people may offer while no transferor has notified is our reading of art. 207",
            "特定譲渡人の届出がない間は会社自身が募集等を行い得るとするのは、第207条についての当方の解釈",
        ),
        gates=(Gate.ISSUE,),
    ),
)
