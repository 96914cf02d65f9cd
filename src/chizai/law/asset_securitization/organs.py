"""Who runs the company: its organs, and who may not be one of its officers (Act, arts. 67, 70)."""

from chizai.law.asset_securitization.shared import BOND, fact
from chizai.law.checks import Test, either, every
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import ASA, ASA_ORDER
from chizai.law.parameters_asset_securitization import ACCOUNTING_AUDITOR_MINOR
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

BARS = (
    "legal-person",
    "unfit",
    "bankrupt",
    "imprisoned-within-three-years",
    "fined-within-three-years",
    "officer-of-company-ordered-to-dissolve",
    "transferor",
    "officer-of-asset-trustee-or-delegate",
    "officer-of-trustee-of-interest",
    "officer-of-specified-equity-trustee",
)
"""Act, art. 70(1)(1)-(10)."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "company": (
        fact("directors", Kind.NAMES, Supplier.SPC, ("directors", "取締役")),
        fact("auditors", Kind.NAMES, Supplier.SPC, ("company auditors", "監査役")),
        fact(
            "has_accounting_auditor",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether it has an accounting auditor", "会計監査人の設置"),
        ),
    ),
    "persons": (
        fact(
            "role",
            Kind.TEXT,
            Supplier.SPC,
            ("what the person is", "役職"),
            ("director", "auditor", "key-employee"),
        ),
        fact(
            "bars",
            Kind.NAMES,
            Supplier.COUNSEL,
            ("what bars the person from office; none is written []", "欠格事由(ないときは[])"),
            BARS,
        ),
    ),
}

RULES = (
    Rule(
        id="ASA-014",
        states=Said(
            "The company has a director, an auditor and an accounting auditor; the last is not needed where specified"
            " bonds alone are issued and they and the specified borrowing stay below JPY 20 billion.",
            "取締役、監査役及び会計監査人を置く。特定社債のみを発行し、その総額と特定借入れの総額との合計が200億円に満たないときは、"
            "会計監査人を要しない。",
        ),
        cites=(
            ASA.article("67", 1, words="次に掲げる機関を置かなければならない"),
            ASA_ORDER.article("24", words="二百億円とする"),
        ),
        about="company",
        check=every(
            Test(
                ("directors", "auditors"),
                lambda directors, auditors: bool(directors) and bool(auditors),
                Said("directors: {0}; auditors: {1}", "取締役: {0}、監査役: {1}"),
            ),
            either(
                Test(
                    ("has_accounting_auditor",),
                    bool,
                    Said("there is an accounting auditor: {0}", "会計監査人の設置: {0}"),
                ),
                Test(
                    ("classes[].kind", "deal.bonds_minor", "plan.specified_borrowing_cap_minor"),
                    lambda kinds, bonds, loans, limit: set(kinds) == {BOND} and bonds + loans < limit,
                    Said(
                        "classes of kinds {0}; bonds of JPY {1} and specified borrowing of up to JPY {2}; the limit"
                        " is JPY {3}",
                        "証券の種類は{0}、特定社債の総額は{1}円、特定借入れの限度額は{2}円(基準額{3}円)",
                    ),
                    using=(ACCOUNTING_AUDITOR_MINOR,),
                ),
            ),
        ),
        consequence=Said(
            "an organ is lacking, and the accounts are not validly approved", "機関を欠き、計算書類の承認に瑕疵がある"
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the total of specified borrowing is read as its cap in the plan",
            "特定借入れの総額は計画上の限度額と解する",
        ),
    ),
    Rule(
        id="ASA-015",
        states=Said(
            "No director, auditor or key employee is barred from office.",
            "取締役、監査役及び重要な使用人に欠格事由がない。",
        ),
        cites=(
            ASA.article("70", 1, words="次に掲げる者は、取締役となることができない"),
            ASA.article("72"),
            ASA.article("198"),
        ),
        about="persons",
        check=Test(
            ("role", "bars"),
            lambda _role, bars: not bars,
            Said("a person in office as {0} is barred by: {1}", "{0}の欠格事由: {1}"),
        ),
        consequence=Said(
            "the filing is refused, or business is suspended (art. 219)",
            "届出は受理されず、又は業務停止の対象(第219条)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the bars of directors are asked of auditors and key employees alike",
            "監査役及び重要な使用人にも取締役の欠格事由を同様に当てはめる",
        ),
    ),
)
