"""Rule on rights that another country gave: its law says whether their transfer has effect and stands."""

from chizai.law.checks import Not, Test, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import APPLICABLE_LAW
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import OF_JAPAN
from chizai.law.title_facts import fact

EFFECTIVE_ABROAD, OPPOSABLE_ABROAD = "effective_abroad", "opposable_abroad"
FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.COUNSEL,
            EFFECTIVE_ABROAD,
            Kind.YES_NO,
            "of a right of another country: whether counsel of that country confirms that its sale to the company has"
            " effect there, with what co-owners and pledgees have to consent to",
            "外国の権利につき、共有者・質権者の同意を含め、会社への譲渡が同国法上効力を生ずるとの同国弁護士の確認",
        ),
        fact(
            Supplier.COUNSEL,
            OPPOSABLE_ABROAD,
            Kind.YES_NO,
            "of a right of another country: whether counsel of that country confirms that the sale stands there against"
            " later buyers and creditors, or will once it is filed as counsel says",
            "外国の権利につき、譲渡を同国法上第三者に対抗できる(又は所定の手続により対抗できる)との同国弁護士の確認",
        ),
    ),
}

RULES = (
    Rule(
        id="PIL-001",
        states=Said(
            "Whether title to a right of another country passes and stands against others is for the law of that"
            " country, which no rule here knows: counsel of that country confirms it.",
            "外国の権利の移転の効力及び対抗要件は、その国の法による。収録した規則はこれを判定しないため、同国の弁護士の"
            "確認を要する。",
        ),
        cites=(APPLICABLE_LAW.article("13"),),
        about="rights",
        check=where(
            Not(OF_JAPAN),
            every(
                Test(
                    (EFFECTIVE_ABROAD,),
                    bool,
                    Said("counsel of its country confirms its effect: {0}", "同国弁護士による効力の確認: {0}"),
                ),
                Test(
                    (OPPOSABLE_ABROAD,),
                    bool,
                    Said(
                        "counsel of its country confirms that it stands against others: {0}",
                        "同国弁護士による対抗要件の確認: {0}",
                    ),
                ),
            ),
        ),
        consequence=Said(
            "the company pays for, and issues against, a right that it may not own, or may lose to another",
            "会社が取得していない、又は第三者に奪われ得る権利に対して、代金の支払及び証券の発行をすることになる",
        ),
        confidence=Confidence.MEMORY,
        reading=Said(
            "the article speaks of things and of rights to be registered; that rights of intellectual property follow"
            " the law of the country that gave them is what courts and writers hold",
            "同条は物権その他の登記をすべき権利に関する。知的財産権が権利を付与した国の法によることは判例・学説による",
        ),
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
)
