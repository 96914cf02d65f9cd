"""Issuing classes within the plan (Act, arts. 39-42, 121, 122, 206, 307)."""

from datetime import timedelta

from chizai.law.asset_securitization.shared import IS_BOND, IS_PREFERRED, fact
from chizai.law.checks import Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters_asset_securitization import PREFERRED_REGISTRATION_DAYS
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

PREFERRED_TOLD = (
    "company",
    "content",
    "price",
    "assets",
    "valuation",
    "payment-place",
)
"""What applicants for preferred equity are always told: Act, art. 40(1)(1)-(3), (7)-(9)."""
BONDS_TOLD = (
    *PREFERRED_TOLD,
    "asset-kinds",
    "total",
    "denomination",
    "interest-rate",
    "redemption",
    "interest-payment",
    "allotment-deadline",
    "payment-day",
)
"""Those for specified bonds: Act, art. 122(1)(1)-(8), (12), (14)-(18)."""
AS_PLANNED = ("issue-time", "interest-or-dividend", "redemption")
"""Regulation, art. 92."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "classes": (
        fact(
            "paid_in",
            Kind.TEXT,
            Supplier.SPC,
            ("what the class is paid in", "払込みの種類"),
            ("cash", "in-kind"),
        ),
        fact("fully_paid_on", Kind.DAY, Supplier.SPC, ("day on which the whole was paid", "全額の払込みの日")),
        fact("registered_on", Kind.DAY, Supplier.SPC, ("registration of the issue", "発行の登記の日")),
        fact(
            "told_by",
            Kind.TEXT,
            Supplier.UNDERWRITER,
            ("how applicants are told what the law lists", "法定事項の伝達の方法"),
            ("notice", "prospectus"),
        ),
        fact(
            "told",
            Kind.NAMES,
            Supplier.UNDERWRITER,
            ("what they are told", "伝達した事項"),
            BONDS_TOLD,
        ),
        fact(
            "taken_whole",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            ("whether one contract takes the whole issue", "総額の引受けを行う契約か"),
        ),
        fact(
            "as_planned",
            Kind.NAMES,
            Supplier.COUNSEL,
            ("what of the class is as the plan has it", "計画の記載と一致する事項"),
            AS_PLANNED,
        ),
        fact("decided_on", Kind.DAY, Supplier.SPC, ("decision of the directors to offer", "募集の決定の日")),
        fact(
            "is_joint_issue",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether it is issued jointly with another company", "他の特定目的会社との合同発行か"),
        ),
        fact("allotted_minor", Kind.MONEY, Supplier.UNDERWRITER, ("allotted by the deadline", "期限までの割当額")),
        fact(
            "rest_is_underwritten",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            ("whether somebody has promised to take the rest", "残額を引き受けることを約した者の有無"),
        ),
        fact("plan_cap_minor", Kind.MONEY, Supplier.SPC, ("most of it by the plan", "計画上の最高限度額")),
    ),
}


def _told(required: tuple[str, ...]) -> Test:
    return Test(
        ("told_by", "told"),
        lambda _by, told: set(required) <= set(told),
        Said("told by {0}; not told: {2}", "伝達の方法は{0}、伝達のない事項: {2}"),
        also=lambda _by, told: (tuple(each for each in required if each not in told),),
    )


RULES = (
    Rule(
        id="ASA-017",
        states=Said(
            "Preferred equity is paid in cash; the issue is registered within two weeks of full payment, and holders"
            " are members from that day.",
            "優先出資の払込みは金銭に限る。発行の登記は全額の払込みから2週間以内とし、引受人は登記の日に優先出資社員となる。",
        ),
        cites=(
            ASA.article("40", 10, words="優先出資については、金銭以外の財産を出資の目的とすることができない"),
            ASA.article("42", 1, words="全額の払込みがあった日から二週間以内に"),
            ASA.article("42", 2, words="前項の登記の日に"),
        ),
        about="classes",
        check=where(
            IS_PREFERRED,
            every(
                Test(("paid_in",), lambda paid_in: paid_in == "cash", Said("paid in {0}", "払込みは{0}")),
                Test(
                    ("fully_paid_on", "registered_on"),
                    lambda paid, registered, days: paid <= registered <= paid + timedelta(days),
                    Said("fully paid on {0}; registered on {1}; {2} days", "全額の払込みは{0}、登記は{1}(期間は{2}日)"),
                    using=(PREFERRED_REGISTRATION_DAYS,),
                ),
            ),
        ),
        consequence=Said(
            "directors are jointly liable for units that were not subscribed or paid (art. 42(3)(4))",
            "取締役は引受け・払込みのない部分について連帯して責任を負う(第42条第3項・第4項)",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-018",
        states=Said(
            "Applicants are told what the law lists (assets, price, valuation, other classes), by notice or in a"
            " prospectus with the same items.",
            "申込みをしようとする者に法定の事項(特定資産、価格の調査の結果等)を通知し、又は同じ事項を記載した目論見書を交付する。",
        ),
        cites=(
            ASA.article("40", 1, words="次に掲げる事項を通知しなければならない"),
            ASA.article("40", 4, words="目論見書を第一項の申込みをしようとする者に対して交付している場合"),
            ASA.article("40", 8, words="閲覧又は当該資産流動化計画の謄本若しくは抄本の交付の求め"),
            ASA.article("122", 1, words="次に掲げる事項を通知しなければならない"),
            ASA.article("122", 4, words="目論見書を第一項の申込みをしようとする者に対して交付している場合"),
            ASA.article("124", words="その総額の引受けを行う契約を締結する場合には、適用しない"),
        ),
        about="classes",
        check=every(
            where(IS_PREFERRED, _told(PREFERRED_TOLD)),
            where(
                IS_BOND,
                either(
                    Test(
                        ("taken_whole",),
                        bool,
                        Said("one contract takes the whole issue: {0}", "総額の引受け: {0}"),
                    ),
                    _told(BONDS_TOLD),
                ),
            ),
        ),
        consequence=Said("the offer is defective; damages", "募集手続の瑕疵となり、損害賠償責任を負う"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "asked is what the law always lists; what it lists under a condition is not",
            "常に通知を要する事項のみを確かめ、条件付きの事項は対象としない",
        ),
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="ASA-020",
        states=Said(
            "Classes that differ in kind or time are issued only as the plan has them: this is what senior, mezzanine"
            " and junior rest on.",
            "種類又は発行の時期を異にする優先出資又は特定社債は、計画の記載に従う場合に限り発行することができる。",
        ),
        cites=(
            ASA.article("206", words="種類又は発行の時期を異にする優先出資又は特定社債を発行することができる"),
            ASA_REGULATION.article("92", item="2", words="種類の異なる特定社債を発行する旨の記載又は記録がある場合"),
        ),
        about="classes",
        check=where(
            either(IS_BOND, IS_PREFERRED),
            either(
                Test(
                    ("classes[].kind",),
                    lambda kinds: len(kinds) == 1,
                    Said("classes of kinds {0}", "証券の種類は{0}"),
                ),
                Test(
                    ("as_planned",),
                    lambda which: set(AS_PLANNED) <= set(which),
                    Said("as in the plan: {0}", "計画と一致する事項: {0}"),
                ),
            ),
        ),
        consequence=Said(
            "the issue is unlawful; a crime where it is beyond the plan (art. 307, ASA-022)",
            "違法な発行となる。計画を超えるときは第307条の罪(ASA-022)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="ASA-021",
        states=Said(
            "Bonds are offered by decision of the directors, never jointly with another company; where they are not"
            " wholly allotted by the deadline, none is issued unless somebody takes the rest.",
            "特定社債の募集は取締役の決定により、他の特定目的会社と合同では行わない。期限までに総額の割当てがないときは、"
            "残額の引受けを約した者がある場合を除き、全部を発行しない。",
        ),
        cites=(
            ASA.article("121", 1, words="取締役の決定"),
            ASA.article("121", 2, words="合同して特定社債を発行することができない"),
            ASA.article("122", 8, words="募集特定社債の全部を発行してはならない"),
            ASA.article("124", words="前二条の規定は"),
        ),
        about="classes",
        check=where(
            IS_BOND,
            every(
                Test(
                    ("decided_on", "deal.closing_on"),
                    lambda decided, issued: decided <= issued,
                    Said("decided on {0}; issued on {1}", "決定は{0}、発行は{1}"),
                ),
                Test(
                    ("is_joint_issue",),
                    lambda joint: not joint,
                    Said("issued jointly with another company: {0}", "他の特定目的会社との合同発行: {0}"),
                ),
                either(
                    Test(
                        ("allotted_minor", "amount_minor"),
                        lambda allotted, amount: allotted == amount,
                        Said("JPY {0} of {1} allotted", "割当額は{1}円のうち{0}円"),
                    ),
                    Test(
                        ("rest_is_underwritten",),
                        bool,
                        Said("somebody takes the rest: {0}", "残額を引き受ける者: {0}"),
                    ),
                    Test(
                        ("taken_whole",),
                        bool,
                        Said("one contract takes the whole issue: {0}", "総額の引受け: {0}"),
                    ),
                ),
            ),
        ),
        consequence=Said("the issue may be void, or stopped by a court", "発行の無効・差止めの原因となる"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="ASA-022",
        states=Said(
            "No class is issued that the plan does not have, nor more of it than the plan allows.",
            "計画に記載のない資産対応証券を発行せず、計画に記載した限度を超えて発行しない。",
        ),
        cites=(ASA.article("307", words="発行総額若しくは発行限度額を超えて当該資産対応証券を発行したとき"),),
        about="classes",
        check=where(
            either(IS_BOND, IS_PREFERRED),
            Test(
                ("amount_minor", "plan_cap_minor"),
                lambda issued, cap: issued <= cap,
                Said("JPY {0} issued; the plan allows JPY {1}", "発行額は{0}円、計画上の限度は{1}円"),
            ),
        ),
        consequence=Said(
            "a crime: up to five years in prison or a fine of up to JPY 5m (art. 307)",
            "第307条の罪(5年以下の拘禁刑又は500万円以下の罰金)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the most units of preferred equity are compared as their amount",
            "優先出資の口数の限度は金額に換算して比べる",
        ),
        gates=(Gate.ISSUE,),
    ),
)
