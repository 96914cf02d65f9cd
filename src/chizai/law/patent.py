"""Rules on patents as property: co-owners, registration, pledge, abandonment (特許法)."""

from chizai.law.checks import Test, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import COPYRIGHT, DESIGN, PATENT, TRADEMARK, UTILITY_MODEL
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    ATTACHMENT_PLANNED,
    CO_OWNERS_AGREE,
    PLEDGED,
    REGISTERED_RIGHT_PASSES,
    dealings_registered,
    of_kind,
)
from chizai.law.title_facts import fact

FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(Supplier.ORIGINATOR, "abandoned", Kind.YES_NO, "whether it is, or is to be, given up", "放棄の有無"),
        fact(
            Supplier.ORIGINATOR,
            "abandonment_agreed",
            Kind.YES_NO,
            "whether all exclusive licensees and pledgees consented to giving it up",
            "放棄への専用実施権者・質権者全員の承諾",
        ),
    ),
}


RULES = (
    Rule(
        id="PAT-005",
        states=Said(
            "Each owner of a shared patent needs the others' consent to transfer or pledge its share and to grant any"
            " licence; it may work the invention alone unless agreed otherwise.",
            "特許権が共有に係るときは、各共有者は、他の共有者の同意を得なければ、持分の譲渡、質権の設定、専用実施権の"
            "設定又は通常実施権の許諾をすることができない。実施は、別段の定めがない限り、同意なくすることができる。",
        ),
        cites=(
            PATENT.article("73", 1, words="その持分を譲渡し、又はその持分を目的として質権を設定することができない"),
            PATENT.article("73", 2, words="他の共有者の同意を得ないでその特許発明の実施をすることができる"),
            PATENT.article("73", 3, words="専用実施権を設定し、又は他人に通常実施権を許諾することができない"),
        ),
        about="rights",
        check=where(of_kind("patent"), CO_OWNERS_AGREE),
        consequence=Said(
            "transfer, pledge or licence is void as against the co-owners; where a co-owner may work the invention, it"
            " pays no royalty for that",
            "譲渡、質権の設定又は許諾は共有者に対して無効。共有者の自己実施からは実施料が生じない",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="PAT-008",
        states=Said(
            "Transfer, change by trust, waiver and restriction of a patent, exclusive licences and pledges have no"
            " effect until registered; general succession is notified without delay.",
            "特許権の移転、信託による変更、放棄又は処分の制限、専用実施権及び質権の設定等は、登録しなければ効力を生じ"
            "ない。一般承継は遅滞なく届け出る。",
        ),
        cites=(
            PATENT.article("98", 1, words="登録しなければ、その効力を生じない"),
            PATENT.article("98", 1, "1", words="特許権の移転"),
            PATENT.article("98", 1, "2", words="専用実施権の設定"),
            PATENT.article("98", 1, "3", words="質権の設定"),
            PATENT.article("98", 2, words="遅滞なく、その旨を特許庁長官に届け出なければならない"),
        ),
        about="rights",
        check=where(
            of_kind("patent"),
            every(
                REGISTERED_RIGHT_PASSES,
                dealings_registered("trust", "exclusive-licence", "pledge", "waiver", "restriction"),
            ),
        ),
        consequence=Said(
            "the transfer or other act has no effect at all, not even between its parties",
            "移転その他の行為は、対抗要件の欠缺にとどまらず、効力そのものを生じない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the price in escrow until registration serves as well is our reading: nothing is paid for what has"
            " not passed",
            "登録までの代金のエスクロー留保で足りるとするのは当方の解釈である(移転前に支払わない)",
        ),
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="PAT-010",
        states=Said(
            "A pledgee may not work the invention unless agreed; the pledge reaches price and royalties if they are"
            " attached before they are paid. The sister acts and the Copyright Act say the same.",
            "質権者は、別段の定めがない限り、実施をすることができない。質権は、払渡し前に差し押さえれば、対価及び実施"
            "料に対しても行うことができる。実用新案法、意匠法、商標法及び著作権法も同じ。",
        ),
        cites=(
            PATENT.article("95", words="当該特許発明の実施をすることができない"),
            PATENT.article("96", words="その払渡又は引渡前に差押をしなければならない"),
            UTILITY_MODEL.article("25", 2, words="特許法第九十六条"),
            DESIGN.article("35", 2, words="特許法第九十六条"),
            TRADEMARK.article("34", 3, words="特許法第九十六条"),
            COPYRIGHT.article("66", 2, words="これらを受ける権利を差し押えることを必要とする"),
        ),
        about="rights",
        check=where(PLEDGED, ATTACHMENT_PLANNED),
        consequence=Said(
            "royalties and price that are paid before attachment escape the pledge",
            "差押え前に支払われた実施料及び対価に質権は及ばない",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="PAT-011",
        states=Said(
            "An owner gives a patent up only with the consent of exclusive licensees and pledgees.",
            "特許権者は、専用実施権者又は質権者があるときは、その承諾を得た場合に限り、特許権を放棄することができる。",
        ),
        cites=(PATENT.article("97", 1, words="これらの者の承諾を得た場合に限り、その特許権を放棄することができる"),),
        about="rights",
        check=where(
            every(
                of_kind("patent"),
                Test(("abandoned",), bool, Said("given up: {0}", "放棄: {0}")),
            ),
            Test(
                ("abandonment_agreed",),
                bool,
                Said("exclusive licensees and pledgees consented: {0}", "専用実施権者・質権者の承諾: {0}"),
            ),
        ),
        consequence=Said("the abandonment is void", "放棄は無効"),
        confidence=Confidence.STATUTE,
    ),
)
