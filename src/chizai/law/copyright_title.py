"""Rules on copyright as property: assignment, licences, co-owners, registration (著作権法)."""

from chizai.law.checks import Test, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import COPYRIGHT
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    CO_OWNERS_AGREE,
    LICENCES_SCHEDULED,
    OWNER_CONSENTED,
    REGISTERED_BY_CLOSING,
    dealings_registered,
    licence_of,
    licensee_did,
    of_kind,
)
from chizai.law.title_facts import fact
from chizai.law.title_regimes import WORK_LICENCE_BINDS_FROM

FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.COUNSEL,
            "names_article_27",
            Kind.YES_NO,
            "whether the assignment names the right of adaptation (art. 27)",
            "譲渡契約における第27条の権利の特掲",
        ),
        fact(
            Supplier.COUNSEL,
            "names_article_28",
            Kind.YES_NO,
            "whether the assignment names the right in derivative works (art. 28)",
            "譲渡契約における第28条の権利の特掲",
        ),
    ),
}

RULES = (
    Rule(
        id="CR-002",
        states=Said(
            "An assignment that does not name the rights of articles 27 (adaptation) and 28 (derivative works) is"
            " presumed to leave them with the assignor.",
            "著作権を譲渡する契約において、第27条又は第28条に規定する権利が特掲されていないときは、譲渡した者に留保さ"
            "れたものと推定する。",
        ),
        cites=(
            COPYRIGHT.article("61", 2, words="譲渡の目的として特掲されていないときは"),
            COPYRIGHT.article("27", words="翻案する権利を専有する"),
            COPYRIGHT.article("28", words="二次的著作物の利用に関し"),
        ),
        about="rights",
        check=where(
            of_kind("copyright"),
            every(
                Test(("names_article_27",), bool, Said("art. 27 named: {0}", "第27条の特掲: {0}")),
                Test(("names_article_28",), bool, Said("art. 28 named: {0}", "第28条の特掲: {0}")),
            ),
        ),
        consequence=Said(
            "the income of sequels, games, translations and remakes is presumed to stay with the seller",
            "続編、ゲーム化、翻訳、再製作等の収入は譲渡人に留保されたものと推定される",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="CR-003",
        states=Said(
            "The right to use a work under a licence binds whoever acquires the copyright, without registration.",
            "利用権は、著作権を取得した者その他の第三者に、登録なくして対抗することができる。",
        ),
        cites=(COPYRIGHT.article("63-2", words="著作権を取得した者その他の第三者に対抗することができる"),),
        about="rights",
        check=where(of_kind("copyright"), LICENCES_SCHEDULED),
        consequence=Said(
            "the company is bound by a licence that it does not know",
            "会社は知らない利用許諾にも拘束される",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the first day, 1 October 2020, and that older licences are covered, are from memory",
            "施行日(2020年10月1日)及び施行前の許諾への適用は記憶による",
        ),
        in_force_from=WORK_LICENCE_BINDS_FROM,
    ),
    Rule(
        id="CR-004",
        states=Said(
            "A co-owner of a copyright transfers or pledges its share only with the consent of all, and the copyright"
            " is exercised, licences included, only by agreement of all; nobody may refuse without just cause.",
            "共有著作権の各共有者は、他の共有者の同意を得なければ、持分を譲渡し又は質権の目的とすることができない。行"
            "使(許諾を含む。)は共有者全員の合意による。正当な理由がない限り、同意を拒むことができない。",
        ),
        cites=(
            COPYRIGHT.article("65", 1, words="その持分を譲渡し、又は質権の目的とすることができない"),
            COPYRIGHT.article("65", 2, words="その共有者全員の合意によらなければ、行使することができない"),
            COPYRIGHT.article("65", 3, words="正当な理由がない限り"),
        ),
        about="rights",
        check=where(of_kind("copyright"), CO_OWNERS_AGREE),
        consequence=Said("transfer, pledge or licence is void", "譲渡、質権の設定又は許諾は無効"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="CR-005",
        states=Said(
            "Transfer of a copyright, its change by trust, restriction, and pledges stand against others only when"
            " registered; between the parties they have effect without. Programs have a register of their own.",
            "著作権の移転、信託による変更、処分の制限及び質権の設定等は、登録しなければ第三者に対抗することができない"
            "(当事者間の効力は登録を要しない)。プログラムは別の登録原簿による。",
        ),
        cites=(
            COPYRIGHT.article("77", words="登録しなければ、第三者に対抗することができない"),
            COPYRIGHT.article("77", None, "1", words="著作権の移転若しくは信託による変更"),
            COPYRIGHT.article("77", None, "2", words="質権の設定、移転、変更若しくは消滅"),
            COPYRIGHT.article("78", 1, words="文化庁長官が著作権登録原簿に記載し"),
            COPYRIGHT.article("78-2"),
        ),
        about="rights",
        check=where(
            of_kind("copyright"),
            every(REGISTERED_BY_CLOSING, dealings_registered("trust", "pledge", "restriction")),
        ),
        consequence=Said(
            "who takes the copyright a second time from the seller and registers first prevails, as does an attaching"
            " creditor or a trustee in bankruptcy",
            "二重譲渡の譲受人、差押債権者又は破産管財人に対抗することができない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the register of programs (art. 78-2) is from memory; since 1 July 2019 general succession needs"
            " registration too, from memory",
            "プログラムの登録原簿(第78条の2)及び2019年7月1日以後の一般承継にも登録を要する点は記憶による",
        ),
    ),
    Rule(
        id="CR-008",
        states=Said(
            "A licensee passes on its right to use a work only with the owner's consent. What a pledge over the"
            " copyright reaches is looked at in PAT-010.",
            "利用権は、著作権者の承諾を得ない限り、譲渡することができない。質権の物上代位はPAT-010で見る。",
        ),
        cites=(
            COPYRIGHT.article("63", 3, words="著作権者の承諾を得ない限り、譲渡することができない"),
            COPYRIGHT.article("66", 2, words="これらを受ける権利を差し押えることを必要とする"),
        ),
        about="licences",
        check=where(every(licence_of("copyright"), licensee_did("transfer")), OWNER_CONSENTED),
        consequence=Said("the transfer of the licence has no effect", "利用権の譲渡は効力を生じない"),
        confidence=Confidence.STATUTE,
    ),
)
