"""What the classes are in the securities law, and by which route they may be placed."""

from datetime import date

from chizai.law.checks import Check, Each, Test, either, every, where
from chizai.law.gate import Gate
from chizai.law.laws import FIEA, FIEA_DEFINITIONS, FIEA_ORDER
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

ITEMS = {"specified-bond": "2(1)(4)", "preferred-equity": "2(1)(8)"}
"""Where the act lists each kind of class."""
ACT_OF_2007 = date(2007, 9, 30)
TOKENS_FROM = date(2020, 5, 1)
"""When the rules on electronically recorded transferable rights came into force."""
SPECIFIED_FROM = date(2009, 12, 12)
"""When placements with specified investors came into force (from memory)."""

PUBLIC_FROM_PERSONS = Parameter(
    "public-offering-persons",
    "persons",
    (Since(date(1993, 4, 1), 50, "Order for Enforcement of the FIEA, art. 1-5; the day from memory"),),
)
EXEMPT_BELOW_JPY = Parameter(
    "registration-exemption",
    "JPY",
    (Since(date(1998, 12, 1), 100_000_000, "FIEA, art. 4(1)(5); the day from memory"),),
)
SPLIT_BELOW_UNITS = Parameter(
    "no-split-units",
    "units",
    (Since(date(2007, 9, 30), 50, "Cabinet Office Ordinance on Definitions, art. 13(3); the day from memory"),),
)
LOST = Said(
    "the exemption is lost: it was a public offering without registration (art. 4; a crime under art. 197-2)",
    "私募の要件を欠き、無届募集となる(第4条、第197条の2)",
)


def _route(*routes: str) -> Check:
    return Test(
        ("offering.route",),
        lambda route: route in routes,
        Said("the route of the offering is {0}", "募集の方法は{0}"),
    )


def count_solicited(qualified: tuple[bool, ...], before: int, *, limited: bool) -> int:
    """Count who counts: qualified institutional investors are left out only where their resale is limited."""
    return before + sum(not (limited and each) for each in qualified)


TOKENISED = Test(("offering.tokenised",), bool, Said("the classes are tokens: {0}", "トークン化: {0}"))

RULES = (
    Rule(
        id="FIEA-001",
        states=Said(
            "Specified bonds and preferred equity are securities of art. 2(1), as tokens too.",
            "特定社債券及び優先出資証券は、トークン化の有無にかかわらず第一項有価証券である。",
        ),
        cites=(FIEA_ORDER.article("2-13", None, "1", words="法第二条第一項第四号、第八号"), FIEA.article("2", 1)),
        about="classes",
        check=Test(
            ("kind",),
            lambda kind: kind in ITEMS,
            Said("the class is a {0}", "証券の種類は{0}"),
        ),
        consequence=Said(
            "the class is no security of the special purpose company: another regime than assumed here applies",
            "資産流動化法上の証券でなく、ここで前提とした規制と異なる規制が及ぶ",
        ),
        confidence=Confidence.STATUTE,
        in_force_from=ACT_OF_2007,
    ),
    Rule(
        id="FIEA-002",
        states=Said(
            "Tokens of art. 2(2) rights are treated as art. 2(1) securities, unless the ledger lets only listed"
            " professionals receive them and each transfer needs the issuer's consent.",
            "二項有価証券をトークン化したものは電子記録移転権利となる。ただし、取得者を限る技術的措置と、移転の都度の発行者の承諾の"
            "双方がある場合を除く。",
        ),
        cites=(
            FIEA_DEFINITIONS.article("9-2", 1, "1-ro", words="その都度、当該権利を有する者からの申出"),
            FIEA.article("2", 3),
        ),
        about="ledger",
        check=where(
            Test(
                ("paragraph_two_rights",),
                bool,
                Said("the tokens stand for rights of art. 2(2): {0}", "二項有価証券のトークン: {0}"),
            ),
            either(
                Test(
                    ("treated_as_recorded_rights",),
                    bool,
                    Said(
                        "treated as electronically recorded transferable rights: {0}", "電子記録移転権利として扱う: {0}"
                    ),
                ),
                every(
                    Test(
                        ("limits_to_professionals",),
                        bool,
                        Said("only listed professionals can receive them: {0}", "取得者を限る措置: {0}"),
                    ),
                    Test(
                        ("issuer_agrees_each_time",),
                        bool,
                        Said("the issuer agrees each time: {0}", "都度の承諾: {0}"),
                    ),
                ),
            ),
        ),
        consequence=Said("an offering to the public without registration", "無届の募集となる"),
        confidence=Confidence.STATUTE,
        in_force_from=TOKENS_FROM,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-003",
        states=Said(
            "Who solicits fifty persons or more, counting issues of the same kind in the three months before, makes a"
            " public offering; solicited counts, not sold.",
            "五十名以上(過去三月以内の同種の発行と通算)を相手方とする取得勧誘は募集となる。買った者でなく勧誘した者を数える。",
        ),
        cites=(
            FIEA.article("2", 3, "1"),
            FIEA_ORDER.article("1-5", words="五十名以上の者を相手方として有価証券の取得勧誘を行う場合"),
            FIEA_ORDER.article("1-6", words="人数との合計が五十名以上となること"),
        ),
        about="offering",
        check=either(
            _route("public", "qualified-only", "specified-investors"),
            Test(
                ("investors[].qualified", "resale_limited", "solicited_before"),
                lambda qualified, limited, before, most: count_solicited(qualified, before, limited=limited) < most,
                Said(
                    "{4} persons count as solicited, {2} of them for issues of the three months before; a placement"
                    " with a small number has fewer than {3}",
                    "勧誘の相手方は通算{4}名(うち過去三月以内の同種の発行{2}名)。少人数私募は{3}名未満",
                ),
                using=(PUBLIC_FROM_PERSONS,),
                also=lambda qualified, limited, before, _: (count_solicited(qualified, before, limited=limited),),
            ),
        ),
        consequence=Said(
            "a public offering: it must be registered first (art. 4); up to five years in prison or a fine of up to"
            " JPY 5m (art. 197-2)",
            "募集に当たり、届出を要する(第4条)。5年以下の拘禁刑若しくは500万円以下の罰金(第197条の2)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-004",
        states=Said(
            "In a placement of tokens with qualified institutional investors the ledger makes a transfer to anybody"
            " else impossible.",
            "適格機関投資家私募のトークンには、適格機関投資家以外の者への移転を不能とする技術的措置をとる。",
        ),
        cites=(
            FIEA_DEFINITIONS.article(
                "11", 1, "1", words="適格機関投資家以外の者に移転することができないようにする技術的措置"
            ),
            FIEA.article("2", 3, "2-i"),
        ),
        about="ledger",
        check=where(
            every(_route("qualified-only"), TOKENISED),
            every(
                Test(
                    ("blocks_unqualified",),
                    bool,
                    Said("the ledger refuses others: {0}", "移転不能の措置: {0}"),
                ),
                Each(
                    "investors",
                    Test(
                        ("qualified",),
                        bool,
                        Said("a person solicited is qualified: {0}", "相手方は適格機関投資家: {0}"),
                    ),
                ),
            ),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        in_force_from=TOKENS_FROM,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-005",
        states=Said(
            "In a placement of tokens with a small number the ledger moves whole blocks only, or, where there are fewer"
            " than fifty units, never splits one.",
            "少人数私募のトークンには、一括移転以外を不能とする措置、又は単位総数が五十未満のときは単位未満の移転を不能とする措置をとる。",
        ),
        cites=(
            FIEA_DEFINITIONS.article(
                "13", 1, "1", words="一括して移転する場合以外に移転することができないようにする技術的措置"
            ),
            FIEA_DEFINITIONS.article("13", words="単位に満たない当該権利を表示する財産的価値を移転することができない"),
            FIEA.article("2", 3, "2-ha"),
        ),
        about="classes",
        check=where(
            every(_route("small-number"), TOKENISED),
            either(
                Test(
                    ("ledger.whole_block_only",),
                    bool,
                    Said("only whole blocks move: {0}", "一括移転のみ: {0}"),
                ),
                Test(
                    ("ledger.never_splits_units", "units"),
                    lambda never, units, most: never and units < most,
                    Said(
                        "a unit cannot be split: {0}; there are {1} units, and this serves below {2}",
                        "単位未満の移転不能: {0}。単位総数{1}({2}未満で可)",
                    ),
                    using=(SPLIT_BELOW_UNITS,),
                ),
            ),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        in_force_from=TOKENS_FROM,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-006",
        states=Said(
            "A placement with specified investors solicits specified investors alone, through a securities firm, with"
            " transfers limited.",
            "特定投資家私募は、金融商品取引業者等が特定投資家のみを相手方として行い、譲渡制限を付す。",
        ),
        cites=(FIEA.article("2", 3, "2-ro"), FIEA_DEFINITIONS.article("11-2")),
        about="offering",
        check=where(
            _route("specified-investors"),
            every(
                Each(
                    "investors",
                    Test(
                        ("specified",),
                        bool,
                        Said("a person solicited is a specified investor: {0}", "相手方は特定投資家: {0}"),
                    ),
                ),
                Test(
                    ("through_securities_firm",),
                    bool,
                    Said("a securities firm solicits: {0}", "金融商品取引業者等による勧誘: {0}"),
                ),
                Test(
                    ("ledger.limits_to_specified",),
                    bool,
                    Said("transfers are limited to specified investors: {0}", "譲渡制限: {0}"),
                ),
            ),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        in_force_from=SPECIFIED_FROM,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="FIEA-007",
        states=Said(
            "A public offering of less than JPY 100m within a year needs no registration; a notice may be needed.",
            "発行価額の総額が一億円未満の募集は届出を要しない(有価証券通知書を要することがある)。",
        ),
        cites=(FIEA.article("4", 1, "5", words="総額が一億円未満の有価証券の募集"),),
        about="offering",
        check=where(
            _route("public"),
            either(
                Test(
                    ("year_total_minor", "notice_filed"),
                    lambda total, filed, most: total < most and filed,
                    Said(
                        "JPY {0} are offered within a year, exempt below JPY {2}; the notice was filed: {1}",
                        "一年間の総額{0}円({2}円未満は届出不要)。有価証券通知書の提出: {1}",
                    ),
                    using=(EXEMPT_BELOW_JPY,),
                ),
                Test(
                    ("disclosure.statement_filed",),
                    bool,
                    Said("a registration statement is filed: {0}", "有価証券届出書の提出: {0}"),
                ),
            ),
        ),
        consequence=Said("neither registered nor exempt: crime of art. 197-2", "届出も免除もない募集(第197条の2)"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "when the notice is needed depends on amounts that the ordinance sets: ask counsel",
            "有価証券通知書の要否は府令の金額基準による。要確認",
        ),
        gates=(Gate.ISSUE,),
    ),
)
