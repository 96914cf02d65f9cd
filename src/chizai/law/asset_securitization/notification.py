"""The notification before business begins, and those at the end of a plan (Act, arts. 4, 6, 10, 11)."""

from datetime import timedelta

from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Each, Test, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters import Parameter
from chizai.law.parameters_asset_securitization import (
    CERTIFICATE_AGE_MONTHS,
    COMPLETION_NOTICE_DAYS,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.units.schedule import add_months

PARTICULARS = (
    "trade-name",
    "offices",
    "officers",
    "approval-date",
    "specified-members",
    "outside-posts",
)
"""What the notification states: Act, art. 4(2)(i)-(iii) and (v); Regulation, art. 6."""

DOCUMENTS = (
    "articles",
    "plan",
    "asset-contract",
    "management-contract",
    "approval-evidence",
    "registry-certificate",
    "residence-certificate",
    "fitness-pledge",
    "solvency-certificate",
    "curriculum-vitae",
    "qualification-pledge",
    "member-list",
)
"""What every notification attaches: Act, art. 4(3); Regulation, arts. 7-9."""
TITLE_PROOF = "title-proof"
TRUST_CONTRACT = "trust-contract"
CERTIFICATES = frozenset({"registry-certificate", "residence-certificate", "solvency-certificate"})
"""Those that a public office issues."""
REGISTERED_KINDS = frozenset({"patent", "utility-model", "design", "trademark", "copyright"})
"""Kinds of right whose transfer is registered, whether it takes effect by it or stands against others by it."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "filing": (
        fact("accepted_on", Kind.DAY, Supplier.SPC, ("day on which the notification was accepted", "届出の受理日")),
        fact("filed_on", Kind.DAY, Supplier.SPC, ("day on which the notification was handed in", "届出書の提出日")),
        fact(
            "business_began_on",
            Kind.DAY,
            Supplier.SPC,
            ("day of the first act of securitisation business", "業務の最初の行為の日"),
        ),
        fact("states", Kind.NAMES, Supplier.SPC, ("what the notification states", "届出書の記載事項"), PARTICULARS),
        fact(
            "approved_by",
            Kind.NAMES,
            Supplier.SPC,
            ("specified members who approved the plan", "計画を承認した特定社員"),
        ),
        fact("approved_on", Kind.DAY, Supplier.SPC, ("day of the last approval", "最後の承認の日")),
        fact(
            "buys_trust_interest",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether a trust beneficial interest is bought", "信託受益権を譲り受けるか"),
        ),
    ),
    "documents": (
        fact(
            "kind",
            Kind.TEXT,
            Supplier.SPC,
            ("what the document is", "書類の種類"),
            (*DOCUMENTS, TITLE_PROOF, TRUST_CONTRACT, "other"),
        ),
        fact("issued_on", Kind.DAY, Supplier.SPC, ("day of the document", "作成日")),
    ),
    "company": (fact("specified_members", Kind.NAMES, Supplier.SPC, ("all specified members", "特定社員の全員")),),
    "plan": (
        fact(
            "completed",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether all that the plan owes is discharged", "計画に従う消却・分配・債務の履行がすべて完了したか"),
        ),
        fact("completed_on", Kind.DAY, Supplier.ADMINISTRATOR, ("day of that", "完了日")),
        fact("completion_filed_on", Kind.DAY, Supplier.SPC, ("notification of it", "完了の届出日")),
        fact(
            "is_first",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether it is the company's first plan", "最初の資産流動化計画か"),
        ),
        fact("filed_on", Kind.DAY, Supplier.SPC, ("day on which a later plan was notified", "新計画届出の日")),
        fact(
            "earlier_completion_filed_on",
            Kind.DAY,
            Supplier.SPC,
            ("notification that the plan before it was completed", "旧計画の完了の届出日"),
        ),
    ),
}


def _lacking(*required: str) -> Test:
    return Test(
        ("documents[].kind",),
        lambda kinds: set(required) <= set(kinds),
        Said("attached: {0}; not attached: {1}", "添付書類: {0}、添付のないもの: {1}"),
        also=lambda kinds: (tuple(each for each in required if each not in kinds),),
    )


def _days_after(parameter: Parameter, done: str, filed: str, because: Said) -> Test:
    """Ask that something was notified within days of its happening."""
    return Test(
        (done, filed),
        lambda done_on, filed_on, days: filed_on <= done_on + timedelta(days),
        because,
        using=(parameter,),
    )


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
    Rule(
        id="ASA-002",
        states=Said(
            "The notification states what the law lists and attaches every document of the list; certificates of public"
            " offices are at most three months old.",
            "業務開始届出書は法定の事項を記載し、法定の書類をすべて添付する。官公署の証明書は届出の日前3か月以内のものとする。",
        ),
        cites=(
            ASA.article("4", 2, words="次に掲げる事項を記載した届出書を内閣総理大臣に提出しなければならない"),
            ASA.article("4", 3, words="前項の届出書には、次に掲げる書類を添付しなければならない"),
            ASA_REGULATION.article("6", words="次に掲げる事項とする"),
            ASA_REGULATION.article("7", 1, words="次に掲げる契約のいずれか又は全てとする"),
            ASA_REGULATION.article("8", 1, words="次に掲げる書類とする"),
            ASA_REGULATION.article("9", 1, words="届出の日前三箇月以内に作成されたものに限る"),
        ),
        about="filing",
        check=every(
            Test(
                ("states",),
                lambda states: set(PARTICULARS) <= set(states),
                Said("the notification states {0}; not {1}", "届出書の記載事項: {0}、記載のないもの: {1}"),
                also=lambda states: (tuple(each for each in PARTICULARS if each not in states),),
            ),
            _lacking(*DOCUMENTS),
            where(
                Test(
                    ("rights[].kind",),
                    lambda kinds: bool(REGISTERED_KINDS & set(kinds)),
                    Said("the rights are of kinds {0}", "権利の種類は{0}"),
                ),
                _lacking(TITLE_PROOF),
            ),
            where(
                Test(
                    ("buys_trust_interest",),
                    bool,
                    Said("a trust beneficial interest is bought: {0}", "信託受益権の譲受け: {0}"),
                ),
                _lacking(TRUST_CONTRACT),
            ),
            Each(
                "documents",
                where(
                    Test(
                        ("kind",),
                        lambda kind: kind in CERTIFICATES,
                        Said("the document is of kind {0}", "書類の種類は{0}"),
                    ),
                    Test(
                        ("kind", "issued_on", "filing.filed_on"),
                        lambda _kind, issued, filed, months: add_months(filed, -months) <= issued <= filed,
                        Said(
                            "the {0} is of {1}, the notification of {2}; at most {3} months may lie between",
                            "{0}の作成は{1}、届出は{2}(許される期間は{3}か月以内)",
                        ),
                        using=(CERTIFICATE_AGE_MONTHS,),
                    ),
                ),
            ),
        ),
        consequence=Said(
            "the filing is incomplete; a material item that is false or left out allows suspension of business for up"
            " to six months (art. 219) and is a crime where false (art. 294(12))",
            "届出は不備となる。重要な事項の虚偽・欠缺は6月以内の業務停止の事由(第219条)、虚偽の記載は罪となる(第294条第12号)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that what was issued on the day itself three months before is still in time is our reading",
            "応当日に作成された証明書を期間内とするのは当方の解釈",
        ),
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="ASA-003",
        states=Said(
            "All specified members approve the asset liquidation plan before the notification.",
            "業務開始届出に先立ち、資産流動化計画についてすべての特定社員の承認を受ける。",
        ),
        cites=(ASA.article("6", words="あらかじめすべての特定社員の承認を受けなければならない"),),
        about="filing",
        check=every(
            Test(
                ("company.specified_members", "approved_by"),
                lambda members, approved: bool(members) and set(members) == set(approved),
                Said("specified members: {0}; approved by: {1}", "特定社員: {0}、承認した者: {1}"),
            ),
            Test(
                ("approved_on", "filed_on"),
                lambda approved, filed: approved <= filed,
                Said("last approved on {0}; notified on {1}", "最後の承認は{0}、届出は{1}"),
            ),
        ),
        consequence=Said("the filing is defective", "届出は不備となる"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that an approval of the same day comes before the notification is our reading",
            "届出と同日の承認を「あらかじめ」とするのは当方の解釈",
        ),
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="ASA-008",
        states=Said(
            "Once all that the plan owes is discharged, this is notified within 30 days.",
            "計画に従う消却、分配及び債務の履行を完了したときは、30日以内に届け出る。",
        ),
        cites=(ASA.article("10", 1, words="その日から三十日以内に、その旨を内閣総理大臣に届け出なければならない"),),
        about="plan",
        check=where(
            Test(
                ("completed",),
                bool,
                Said("all that the plan owes is discharged: {0}", "計画に従う履行等の完了: {0}"),
            ),
            _days_after(
                COMPLETION_NOTICE_DAYS,
                "completed_on",
                "completion_filed_on",
                Said("completed on {0}; notified on {1}; {2} days", "完了は{0}、届出は{1}(期間は{2}日)"),
            ),
        ),
        consequence=Said(
            "administrative sanction; the register goes on to show the plan as running",
            "行政処分の対象。名簿上、計画に基づく業務は終了しない",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-009",
        states=Said(
            "A new plan is notified only after the completion of the one before.",
            "新計画届出は、旧計画の完了の届出をした後でなければ行うことができない。",
        ),
        cites=(
            ASA.article("11", 2, words="前条第一項の規定による届出をした特定目的会社でなければ行うことができない"),
            ASA.article("159", 1),
            ASA.article("220", words="三年以内に新計画届出を行わないとき"),
        ),
        about="plan",
        check=where(
            Test(("is_first",), lambda first: not first, Said("it is the first plan: {0}", "最初の計画: {0}")),
            Test(
                ("earlier_completion_filed_on", "filed_on"),
                lambda completed, filed: completed <= filed,
                Said(
                    "completion of the plan before notified on {0}, the new plan on {1}",
                    "旧計画の完了の届出は{0}、新計画届出は{1}",
                ),
            ),
        ),
        consequence=Said(
            "a crime (art. 294(1)); and no new plan within three years of the completion may bring an order to dissolve"
            " (art. 220)",
            "第294条第1号の罪。また、完了の届出から3年以内に新計画届出がないときは解散命令の対象(第220条)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
)
