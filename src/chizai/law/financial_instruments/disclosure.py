"""Registration, prospectus, periodic and extraordinary reports, and whose ratings may be shown."""

from datetime import date

from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import days_after, months_after
from chizai.law.financial_instruments.placement import ACT_OF_2007, EXEMPT_BELOW_JPY
from chizai.law.gate import Gate
from chizai.law.laws import DISCLOSURE, FIEA, FIEA_ORDER, JSDA_RULE
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

STATEMENT_FORM, ANNUAL_FORM, HALF_YEAR_FORM = "5-2", "8-2", "11-2"
"""Forms for domestic asset-backed securities: registration statement, annual report, half-year report."""
BUREAU = "kanto"
REGISTERED_AGENCIES_FROM = date(2010, 4, 1)
"""When the rules on registered credit rating agencies came into force (from memory)."""
SIRP_FROM = date(2009, 6, 1)

WAITING_DAYS = Parameter("registration-waiting-period", "days", (Since(ACT_OF_2007, 15, "FIEA, art. 8(1)"),))
REPORT_MONTHS = Parameter("securities-report-months", "months", (Since(ACT_OF_2007, 3, "FIEA, art. 24(1), 24-5(1)"),))
EXTRAORDINARY_DAYS = Parameter(
    "extraordinary-report-days",
    "days",
    (Since(ACT_OF_2007, 7, "our reading of `without delay` (FIEA, art. 24-5(4)): practice"),),
)

REGISTERED = Test(
    ("offering.route", "offering.year_total_minor"),
    lambda route, total, most: route == "public" and total >= most,
    Said(
        "the route is {0}, and JPY {1} are offered within a year; registration is needed for a public offering of"
        " JPY {2} or more",
        "募集の方法は{0}、一年間の総額{1}円(募集は{2}円以上で届出を要する)",
    ),
    using=(EXEMPT_BELOW_JPY,),
)
"""Whether the classes are offered under a registration statement, which brings duties of disclosure with it."""
SANCTION = Said("crime of art. 197-2, and a surcharge", "第197条の2の罪及び課徴金")

RULES = (
    Rule(
        id="FIEA-008",
        states=Said(
            "Nothing is solicited before the registration statement is filed, and nothing sold before it takes effect,"
            " fifteen days after its receipt unless the period is shortened.",
            "届出書の提出前に勧誘せず、届出の効力発生(受理から十五日経過、短縮あり)前に取得させない。",
        ),
        cites=(
            FIEA.article("4", 1, words="内閣総理大臣に届出をしているものでなければ"),
            FIEA.article("8", 1, words="受理した日から十五日を経過した日に、その効力を生ずる"),
            FIEA.article("15", 1, words="届出がその効力を生じているのでなければ"),
        ),
        about="disclosure",
        check=where(
            REGISTERED,
            every(
                Test(
                    ("statement_received_on", "offering.solicited_from_on"),
                    lambda received, solicited: received <= solicited,
                    Said(
                        "the statement was received on {0}; solicitation began on {1}",
                        "届出書の受理は{0}、勧誘の開始は{1}",
                    ),
                ),
                Test(
                    ("effective_on", "offering.sold_from_on"),
                    lambda effective, sold: effective <= sold,
                    Said("it took effect on {0}; sale began on {1}", "効力の発生は{0}、取得させた最初の日は{1}"),
                ),
                Test(
                    ("statement_received_on", "effective_on"),
                    lambda received, effective, _: received <= effective,
                    Said(
                        "received on {0}, in effect on {1}; without shortening {3}, once {2} days have passed",
                        "受理は{0}、効力の発生は{1}(短縮がなければ{2}日を経過した{3})",
                    ),
                    using=(WAITING_DAYS,),
                    also=lambda received, _, days: (days_after(received, days + 1),),
                ),
            ),
        ),
        consequence=Said("crime of art. 197-2; damages under art. 16", "第197条の2の罪、第16条の損害賠償"),
        confidence=Confidence.STATUTE,
        in_force_from=ACT_OF_2007,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-009",
        states=Said(
            "Securities of special purpose companies are regulated securities: statement on Form 5-2, annual report on"
            " Form 8-2, half-year report on Form 11-2, filed with the Kanto Local Finance Bureau.",
            "特定目的会社の証券は特定有価証券であり、届出書は第五号の二様式、有価証券報告書は第八号の二様式、半期報告書は"
            "第十一号の二様式により、関東財務局長に提出する。",
        ),
        cites=(
            DISCLOSURE.article("10", 1, "5", words="第五号の二様式"),
            DISCLOSURE.article("22", 1, "5", words="第八号の二様式"),
            DISCLOSURE.article("28", 1, "5", words="第十一号の二様式"),
            FIEA_ORDER.article("2-13", None, "1", words="法第二条第一項第四号、第八号"),
        ),
        about="disclosure",
        check=where(
            REGISTERED,
            every(
                Test(
                    ("statement_form", "annual_form", "half_year_form"),
                    lambda *forms: forms == (STATEMENT_FORM, ANNUAL_FORM, HALF_YEAR_FORM),
                    Said("the forms are {0}, {1} and {2}", "様式は{0}、{1}、{2}"),
                ),
                Test(("bureau",), lambda bureau: bureau == BUREAU, Said("filed with: {0}", "提出先: {0}")),
            ),
        ),
        consequence=Said("the filing is defective", "提出書類の不備"),
        confidence=Confidence.STATUTE,
        in_force_from=ACT_OF_2007,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-010",
        states=Said(
            "The prospectus is delivered before or with the sale; qualified institutional investors get it if they ask,"
            " and holders of the same issue may do without.",
            "目論見書は事前又は同時に交付する。請求のない適格機関投資家と同意した同一銘柄所有者を除く。",
        ),
        cites=(
            FIEA.article("13", 1, words="目論見書を作成しなければならない"),
            FIEA.article("15", 2, words="目論見書をあらかじめ又は同時に交付しなければならない"),
        ),
        about="investors",
        check=where(
            REGISTERED,
            either(
                Test(
                    ("prospectus_on", "contract_on"),
                    lambda delivered, contract: delivered <= contract,
                    Said("delivered on {0}; contract of {1}", "目論見書の交付は{0}、契約は{1}"),
                ),
                Test(
                    ("qualified", "prospectus_asked"),
                    lambda qualified, asked: qualified and not asked,
                    Said(
                        "qualified institutional investor: {0}; asked for the prospectus: {1}",
                        "適格機関投資家: {0}、交付の請求: {1}",
                    ),
                ),
                Test(
                    ("prospectus_waived", "prospectus_asked"),
                    lambda waived, asked: waived and not asked,
                    Said(
                        "holds the same issue and agreed to do without: {0}; asked for it: {1}",
                        "同一銘柄の所有者の不交付同意: {0}、交付の請求: {1}",
                    ),
                ),
            ),
        ),
        consequence=Said("damages (art. 16, 17)", "損害賠償(第16条、第17条)"),
        confidence=Confidence.STATUTE,
        in_force_from=ACT_OF_2007,
    ),
    Rule(
        id="FIEA-011",
        states=Said(
            "The annual securities report is filed within three months of each period's end, the half-year report"
            " within three months of its sixth month.",
            "有価証券報告書は特定期間経過後三月以内、半期報告書は半期経過後三月以内に提出する。",
        ),
        cites=(
            FIEA.article("24", 1, words="当該事業年度経過後三月以内"),
            FIEA.article("24-5", 1),
            FIEA.article("25", 1),
        ),
        about="reports",
        check=where(
            Test(
                ("kind",),
                lambda kind: kind in {"annual", "half-year"},
                Said("kind of report: {0}", "報告書の種類: {0}"),
            ),
            Test(
                ("due_from_on", "submitted_on"),
                lambda ended, submitted, months: submitted <= months_after(ended, months),
                Said(
                    "the period ended on {0}; filed on {1}, due by {3}",
                    "期間の末日は{0}、提出は{1}(期限{3})",
                ),
                using=(REPORT_MONTHS,),
                also=lambda ended, _, months: (months_after(ended, months),),
            ),
        ),
        consequence=SANCTION,
        confidence=Confidence.STATUTE,
        in_force_from=ACT_OF_2007,
    ),
    Rule(
        id="FIEA-012",
        states=Said(
            "An extraordinary report is filed without delay when a main party changes, the assets or the plan change"
            " materially, disaster or suit strikes, or securities are offered abroad.",
            "主要な関係法人の異動、管理資産・資産流動化計画の重要な変更、災害、訴訟、海外募集等の場合、遅滞なく臨時報告書を提出する。",
        ),
        cites=(
            DISCLOSURE.article("29", 1, words="法第二十四条の五第四項に規定する内閣府令で定める場合"),
            FIEA.article("24-5", 4),
        ),
        about="reports",
        check=where(
            Test(("kind",), lambda kind: kind == "extraordinary", Said("kind of report: {0}", "報告書の種類: {0}")),
            Test(
                ("due_from_on", "submitted_on"),
                lambda happened, submitted, days: submitted <= days_after(happened, days),
                Said(
                    "it happened on {0}; reported on {1}, within {2} days by {3}",
                    "事由の発生は{0}、提出は{1}({2}日以内は{3}まで)",
                ),
                using=(EXTRAORDINARY_DAYS,),
                also=lambda happened, _, days: (days_after(happened, days),),
            ),
        ),
        consequence=SANCTION,
        confidence=Confidence.STATUTE,
        reading=Said(
            "the law says `without delay` and names no number of days; seven is ours",
            "条文は「遅滞なく」とのみ定める。七日はこちらの読み方",
        ),
        in_force_from=ACT_OF_2007,
    ),
    Rule(
        id="FIEA-015",
        states=Said(
            "Only ratings of agencies that the FSA has registered are credit ratings; of others, sales papers warn.",
            "登録を受けた信用格付業者の格付のみが信用格付である。無登録業者の格付は、その旨を説明する。",
        ),
        cites=(FIEA.article("2", 34), FIEA.article("66-27")),
        about="disclosure",
        check=either(
            Test(
                ("rated_by", "rated_by_registered"),
                lambda rated, registered: set(rated) <= set(registered),
                Said("rated by {0}; registered of these: {1}", "格付の付与者: {0}、うち登録業者: {1}"),
            ),
            Test(
                ("unregistered_warned",),
                bool,
                Said("sales papers warn of unregistered agencies: {0}", "無登録格付の説明: {0}"),
            ),
        ),
        consequence=Said("sales papers lack the warning `unregistered`", "無登録格付の説明義務に反する"),
        confidence=Confidence.PRACTICE,
        in_force_from=REGISTERED_AGENCIES_FROM,
    ),
    Rule(
        id="JSDA-001",
        states=Said(
            "A broker that sells securitised products can trace their underlying assets and pass the information on.",
            "証券化商品を販売する協会員は、原資産の情報を追跡し、伝達できる態勢を整える。",
        ),
        cites=(JSDA_RULE.article(""),),
        about="disclosure",
        check=Test(
            ("asset_reports_each_period",),
            bool,
            Said("reports on the underlying assets are at hand each period: {0}", "原資産の情報を毎期提供できる: {0}"),
        ),
        consequence=Said("members of the association cannot sell the classes", "協会員は販売できない"),
        confidence=Confidence.PRACTICE,
        in_force_from=SIRP_FROM,
    ),
)
