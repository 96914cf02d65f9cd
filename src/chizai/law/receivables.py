"""Rules on the assignment of royalty claims (民法, 動産・債権譲渡特例法, 産業競争力強化法)."""

from datetime import date

from chizai.law.checks import Check, Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import CIVIL_CODE, CLAIMS_REGISTRATION, COMPETITIVENESS
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_facts import fact
from chizai.units.schedule import MONTHS_A_YEAR, add_months

YEARS_NAMED = Parameter(
    "claims-registration-years-debtors-named",
    "years",
    (
        Since(date(1998, 10, 1), 50, "from memory"),
        Since(date(2005, 10, 3), 50, "Act on Special Provisions, art. 8(3)(i); first day from memory"),
    ),
)
"""The longest life of a registration of claims whose debtors are all named."""
YEARS_OTHER = Parameter(
    "claims-registration-years-other",
    "years",
    (
        Since(date(1998, 10, 1), 50, "from memory"),
        Since(date(2005, 10, 3), 10, "Act on Special Provisions, art. 8(3)(ii); first day from memory"),
    ),
)
"""The longest life of any other registration of claims."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "receivables": (
        fact(
            Supplier.COUNSEL,
            "perfected_by",
            Kind.TEXT,
            "how the assignment of royalty claims is made to stand against others; not-assigned where none is",
            "債権譲渡の対抗要件の方法(譲渡しないときはnot-assigned)",
            "not-assigned",
            "notice",
            "consent",
            "registration",
            "ledger",
        ),
        fact(
            Supplier.COUNSEL,
            "certified_date",
            Kind.YES_NO,
            "whether notice or consent is in a document with a certified date",
            "確定日付のある証書によるか",
        ),
        fact(Supplier.COUNSEL, "certified_on", Kind.DAY, "that date", "確定日付"),
        fact(
            Supplier.COUNSEL,
            "assignor_is_company",
            Kind.YES_NO,
            "whether the assignor is a legal person",
            "譲渡人が法人か",
        ),
        fact(Supplier.COUNSEL, "registered_on", Kind.DAY, "registration of the assignment", "債権譲渡登記の日"),
        fact(
            Supplier.COUNSEL,
            "registration_ends_on",
            Kind.DAY,
            "last day of that registration",
            "登記の存続期間の満了日",
        ),
        fact(
            Supplier.COUNSEL,
            "debtors_named",
            Kind.YES_NO,
            "whether every debtor is named",
            "債務者が全て特定しているか",
        ),
        fact(
            Supplier.SERVICER,
            "renewal_planned",
            Kind.YES_NO,
            "whether somebody is bound to register anew before the registration ends",
            "満了前に新たな登記をする義務の有無",
        ),
        fact(
            Supplier.VENUE,
            "operator_certified",
            Kind.YES_NO,
            "whether the ledger is run under a certified plan for new business activities, published as such",
            "認定新事業活動計画(公示されたもの)に従う情報システムか",
        ),
        fact(
            Supplier.VENUE,
            "parties_can_confirm",
            Kind.YES_NO,
            "whether both sides can easily confirm time and content of the notice",
            "日時及び内容を容易に確認できるか",
        ),
        fact(
            Supplier.VENUE,
            "records_protected",
            Kind.YES_NO,
            "whether time and content are kept and cannot be altered",
            "記録の保存及び改変防止の措置の有無",
        ),
        fact(
            Supplier.SERVICER,
            "set_off_minor",
            Kind.MONEY,
            "what debtors could set off or withhold, arisen before they were bound",
            "対抗要件具備時までに生じた相殺・抗弁の額",
        ),
        fact(
            Supplier.SERVICER, "set_off_reserve_minor", Kind.MONEY, "reserve kept against it", "これに備える準備金の額"
        ),
    ),
    "licences": (
        fact(
            Supplier.COUNSEL,
            "assignment_barred",
            Kind.YES_NO,
            "whether the contract forbids or limits the assignment of its claims",
            "譲渡制限の意思表示の有無",
        ),
        fact(
            Supplier.COUNSEL,
            "debtor_consented",
            Kind.YES_NO,
            "whether the licensee consented to the assignment",
            "債務者(ライセンシー)の承諾の有無",
        ),
    ),
}


def perfected_by(*methods: str) -> Test:
    """Ask that the claims are perfected in one of these ways."""
    return Test(
        ("perfected_by",),
        lambda method: method in methods,
        Said("perfected by: {0}", "対抗要件の方法: {0}"),
    )


def _lives_at_most(registered_on: date, ends_on: date, years: int) -> bool:
    return ends_on <= add_months(registered_on, years * MONTHS_A_YEAR)


_LONGEST = Said(
    "registered on {0} until {1}; at most {2} years",
    "登記は{0}、満了は{1}、上限は{2}年",
)
_DEBTORS_NAMED = Test(("debtors_named",), bool, Said("all debtors named: {0}", "債務者の全部特定: {0}"))
_LIFE_ALLOWED: Check = either(
    every(_DEBTORS_NAMED, Test(("registered_on", "registration_ends_on"), _lives_at_most, _LONGEST, (YEARS_NAMED,))),
    Test(("registered_on", "registration_ends_on"), _lives_at_most, _LONGEST, (YEARS_OTHER,)),
)

RULES = (
    Rule(
        id="REC-001",
        states=Said(
            "Royalty claims, future ones too, can be assigned even where the contract forbids it; but a licensee may"
            " refuse an assignee who knew of that, or should have, and pay the assignor.",
            "債権(将来債権を含む。)の譲渡は、譲渡制限の意思表示があっても効力を妨げられない。ただし、債務者は、悪意又"
            "は重過失の譲受人に対して履行を拒み、譲渡人に弁済することができる。",
        ),
        cites=(
            CIVIL_CODE.article("466", 2, words="債権の譲渡は、その効力を妨げられない"),
            CIVIL_CODE.article("466", 3, words="その債務の履行を拒むことができ"),
            CIVIL_CODE.article("466-6", 1, words="債権が現に発生していることを要しない"),
        ),
        about="licences",
        check=where(
            Test(("assignment_barred",), bool, Said("assignment barred by contract: {0}", "譲渡制限特約: {0}")),
            Test(("debtor_consented",), bool, Said("licensee consented: {0}", "債務者の承諾: {0}")),
        ),
        consequence=Said(
            "the licensee may validly go on paying the seller",
            "債務者は譲渡人に有効に弁済することができる",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the company knows of the clause is our assumption: it has read the contract",
            "会社は契約を確認しているため悪意と扱う(当方の前提)",
        ),
    ),
    Rule(
        id="REC-002",
        states=Said(
            "An assignment binds the debtor by the assignor's notice or the debtor's consent, and others only if that"
            " is in a document with a certified date.",
            "債権の譲渡は、譲渡人の通知又は債務者の承諾がなければ債務者その他の第三者に対抗することができず、確定日付"
            "のある証書によらなければ債務者以外の第三者に対抗することができない。",
        ),
        cites=(
            CIVIL_CODE.article("467", 1, words="譲渡人が債務者に通知をし、又は債務者が承諾をしなければ"),
            CIVIL_CODE.article("467", 2, words="確定日付のある証書によってしなければ"),
        ),
        about="receivables",
        check=where(
            perfected_by("notice", "consent"),
            every(
                Test(("certified_date",), bool, Said("certified date: {0}", "確定日付: {0}")),
                Test(
                    ("certified_on", "deal.closing_on"),
                    lambda certified_on, closing_on: certified_on <= closing_on,
                    Said("the certified date is {0}; closing is on {1}", "確定日付は{0}、実行日は{1}"),
                ),
            ),
        ),
        consequence=Said(
            "the claims are lost to a later assignee who perfects, to an attaching creditor or a trustee in bankruptcy",
            "対抗要件を先に備えた譲受人、差押債権者又は破産管財人に劣後する",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="REC-003",
        states=Said(
            "A legal person may register the assignment instead: that counts as a notice with a certified date towards"
            " others, while the debtor is bound once it is served with the certificate or consents. A registration"
            " lives at most fifty years where all debtors are named, otherwise ten.",
            "法人が債権を譲渡し、債権譲渡登記をしたときは、債務者以外の第三者については確定日付のある証書による通知が"
            "あったものとみなす。債務者には登記事項証明書の交付による通知又は承諾を要する。存続期間は、債務者の全てが"
            "特定している場合は五十年、それ以外は十年を超えることができない。",
        ),
        cites=(
            CLAIMS_REGISTRATION.article("4", 1, words="確定日付のある証書による通知があったものとみなす"),
            CLAIMS_REGISTRATION.article("4", 2, words="登記事項証明書を交付して通知をし"),
            CLAIMS_REGISTRATION.article("8", 3, "1", words="債務者のすべてが特定している場合"),
            CLAIMS_REGISTRATION.article("8", 3, "2", words="前号に掲げる場合以外の場合"),
        ),
        about="receivables",
        check=where(
            perfected_by("registration"),
            every(
                Test(("assignor_is_company",), bool, Said("assignor is a legal person: {0}", "譲渡人が法人: {0}")),
                Test(
                    ("registered_on", "deal.closing_on"),
                    lambda registered_on, closing_on: registered_on <= closing_on,
                    Said("registered on {0}; closing is on {1}", "登記は{0}、実行日は{1}"),
                ),
                _LIFE_ALLOWED,
                either(
                    Test(
                        ("registration_ends_on", "deal.last_royalty_on"),
                        lambda ends_on, last_on: last_on <= ends_on,
                        Said(
                            "the registration ends on {0}; royalties are expected until {1}",
                            "登記の満了は{0}、実施料の最終見込日は{1}",
                        ),
                    ),
                    Test(("renewal_planned",), bool, Said("new registration is promised: {0}", "再登記の義務: {0}")),
                ),
            ),
        ),
        consequence=Said(
            "perfection is missing, or ends before the royalties do",
            "対抗要件を欠き、又は実施料より先に対抗要件が失われる",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="REC-004",
        states=Said(
            "Notice or consent through an information system counts as one with a certified date if the system is run"
            " under a certified and published plan for new business activities, both sides can easily confirm time and"
            " content, and records are kept safe from alteration.",
            "認定新事業活動計画(公示されたもの)に従って提供される情報システムを利用した通知又は承諾は、日時及び内容を"
            "容易に確認することができ、記録の保存及び改変防止の措置が講じられているときは、確定日付のある証書による通"
            "知又は承諾とみなす。",
        ),
        cites=(
            COMPETITIVENESS.article("11-2", 1, words="確定日付のある証書による通知又は承諾とみなす"),
            COMPETITIVENESS.article("11-2", 1, "1", words="容易に確認することができること"),
            COMPETITIVENESS.article("11-2", 1, "2", words="その改変を防止するために必要な措置"),
        ),
        about="receivables",
        check=where(
            perfected_by("ledger"),
            every(
                Test(("operator_certified",), bool, Said("operator certified: {0}", "認定事業者による提供: {0}")),
                Test(("parties_can_confirm",), bool, Said("both sides can confirm: {0}", "日時・内容の確認: {0}")),
                Test(("records_protected",), bool, Said("records are protected: {0}", "記録の保存・改変防止: {0}")),
            ),
        ),
        consequence=Said(
            "an entry in the ledger alone perfects nothing",
            "台帳への記録のみでは対抗要件とならない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said("the first day, 2 August 2021, is from memory", "施行日(2021年8月2日)は記憶による"),
        in_force_from=date(2021, 8, 2),
    ),
    Rule(
        id="REC-005",
        states=Said(
            "A debtor may raise against the assignee whatever arose against the assignor before it was bound.",
            "債務者は、対抗要件具備時までに譲渡人に対して生じた事由をもって譲受人に対抗することができる。",
        ),
        cites=(CIVIL_CODE.article("468", 1, words="譲渡人に対して生じた事由をもって譲受人に対抗することができる"),),
        about="receivables",
        check=either(
            perfected_by("not-assigned"),
            Test(
                ("set_off_minor", "set_off_reserve_minor"),
                lambda set_off_minor, reserve_minor: set_off_minor <= reserve_minor,
                Said(
                    "debtors could set off JPY {0}; JPY {1} is reserved",
                    "相殺・抗弁の額は{0}円、準備金は{1}円",
                ),
            ),
        ),
        consequence=Said(
            "what debtors set off is lost to the pool: dilution",
            "相殺・抗弁の額が回収されない(希薄化損失)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that a reserve of the same amount answers it is our reading",
            "同額の準備金で足りるとするのは当方の解釈である",
        ),
    ),
)
