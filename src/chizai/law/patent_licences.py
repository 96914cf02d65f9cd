"""Rules on licences of patents (特許法)."""

from chizai.law.checks import every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import PATENT
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    BY_CONTRACT,
    LICENCE_PASSED_WITH_GROUND,
    LICENCES_SCHEDULED,
    OWNER_CONSENTED,
    REGISTERED_EXCLUSIVE,
    licence_of,
    licensee_did,
    of_kind,
)
from chizai.law.title_facts import fact
from chizai.law.title_regimes import PATENT_LICENCE_BINDS_FROM

FACTS: dict[str, tuple[Fact, ...]] = {
    "licences": (
        fact(
            Supplier.COUNSEL,
            "form",
            Kind.TEXT,
            "a registered exclusive licence (専用実施権, 専用使用権), or a licence by contract (通常実施権, 通常使用権,"
            " permission to use a work), sole ones too",
            "専用実施権・専用使用権か、契約による許諾(通常実施権・通常使用権・利用許諾。独占的なものを含む。)か",
            "registered-exclusive",
            "contract",
        ),
        fact(
            Supplier.ORIGINATOR,
            "licensee_acts",
            Kind.NAMES,
            "what the licensee did with the licence; an empty list for nothing",
            "ライセンシーがした処分(なければ空)",
            "transfer",
            "pledge",
            "sub-licence",
        ),
        fact(
            Supplier.ORIGINATOR,
            "owner_consented",
            Kind.YES_NO,
            "whether the owner of the right consented to that",
            "処分への権利者の承諾",
        ),
        fact(
            Supplier.COUNSEL,
            "passed_with_business",
            Kind.YES_NO,
            "whether the licence passed together with the business that works it",
            "実施の事業とともにする移転か",
        ),
        fact(
            Supplier.COUNSEL,
            "passed_by_succession",
            Kind.YES_NO,
            "whether the licence passed by general succession",
            "一般承継による移転か",
        ),
    ),
}

RULES = (
    Rule(
        id="PAT-006",
        states=Said(
            "A registered exclusive licence passes only with the business, with the owner's consent or by general"
            " succession; pledge and sub-licence need the owner's consent.",
            "専用実施権は、実施の事業とともにする場合、特許権者の承諾を得た場合及び一般承継の場合に限り、移転すること"
            "ができる。質権の設定及び通常実施権の許諾には特許権者の承諾を要する。",
        ),
        cites=(
            PATENT.article("77", 3, words="特許権者の承諾を得た場合及び相続その他の一般承継の場合に限り"),
            PATENT.article(
                "77", 4, words="その専用実施権について質権を設定し、又は他人に通常実施権を許諾することができる"
            ),
        ),
        about="licences",
        check=where(
            every(licence_of("patent"), REGISTERED_EXCLUSIVE),
            every(
                where(licensee_did("transfer"), LICENCE_PASSED_WITH_GROUND),
                where(licensee_did("pledge", "sub-licence"), OWNER_CONSENTED),
            ),
        ),
        consequence=Said(
            "transfer, pledge or sub-licence has no effect: whoever works under it infringes",
            "移転、質権の設定又は再許諾は効力を生じず、これに基づく実施は侵害となる",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="PAT-007",
        states=Said(
            "A licence of a patent by contract passes only with the business, with the owner's consent or by general"
            " succession; a pledge needs the owner's consent.",
            "通常実施権は、実施の事業とともにする場合、特許権者の承諾を得た場合及び一般承継の場合に限り、移転すること"
            "ができる。質権の設定には特許権者の承諾を要する。",
        ),
        cites=(
            PATENT.article("78", 1, words="通常実施権を許諾することができる"),
            PATENT.article("94", 1, words="承諾を得た場合及び相続その他の一般承継の場合に限り、移転することができる"),
            PATENT.article("94", 2, words="その通常実施権について質権を設定することができる"),
        ),
        about="licences",
        check=where(
            every(licence_of("patent"), BY_CONTRACT),
            every(
                where(licensee_did("transfer"), LICENCE_PASSED_WITH_GROUND),
                where(licensee_did("pledge", "sub-licence"), OWNER_CONSENTED),
            ),
        ),
        consequence=Said(
            "transfer or pledge has no effect: the new licensee works without a licence, and its royalties have no"
            " base",
            "移転又は質権の設定は効力を生じず、譲受人の実施料には根拠がない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that a sub-licence under a licence by contract needs the owner's consent is our reading: the Act gives the"
            " licensee no power to grant one",
            "通常実施権者による再許諾にも特許権者の承諾を要するとするのは当方の解釈である(再許諾の権限を定めた規定が"
            "ない)",
        ),
    ),
    Rule(
        id="PAT-009",
        states=Said(
            "A licence of a patent binds whoever acquires the patent later, without registration.",
            "通常実施権は、その発生後に特許権を取得した者に対しても、登録なくして効力を有する。",
        ),
        cites=(PATENT.article("99", words="その発生後にその特許権若しくは専用実施権"),),
        about="rights",
        check=where(of_kind("patent"), LICENCES_SCHEDULED),
        consequence=Said(
            "the company is bound by a licence that it does not know, and may earn nothing where it counted on more",
            "会社は知らないライセンスにも拘束され、見込んだ収入を得られないことがある",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the first day, 1 April 2012, is from memory",
            "施行日(2012年4月1日)は記憶による",
        ),
        in_force_from=PATENT_LICENCE_BINDS_FROM,
    ),
)
