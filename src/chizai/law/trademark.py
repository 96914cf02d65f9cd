"""Rules on trademarks (商標法)."""

from chizai.law.checks import Check, Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import PATENT, TRADEMARK
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    APPLICATION_PASSES,
    BY_CONTRACT,
    CO_OWNERS_AGREE,
    LIVES,
    REGISTERED_RIGHT_PASSES,
    dealings_registered,
    licence_of,
    of_kind,
)
from chizai.law.title_facts import fact

FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.SERVICER,
            "renewal_promised",
            Kind.YES_NO,
            "whether somebody is bound, and has the money, to renew it until the last royalty",
            "最終見込日までの更新の義務と原資の有無",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "mark_type",
            Kind.TEXT,
            "ordinary mark, mark of a public body, mark of one who serves the public without profit, regional mark",
            "通常の商標、国・地方公共団体等の著名標章、公益事業者の著名標章、地域団体商標の別",
            "ordinary",
            "public-body",
            "public-interest",
            "regional",
        ),
        fact(
            Supplier.COUNSEL,
            "sold_with_business",
            Kind.YES_NO,
            "whether it is sold together with the business that uses it",
            "事業とともにする移転か",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "similar_marks_elsewhere",
            Kind.NAMES,
            "similar registered marks for like goods or services that stay with, or go to, another than the company",
            "他者に属することとなる類似の登録商標",
        ),
        fact(
            Supplier.COUNSEL,
            "coexistence_agreed",
            Kind.YES_NO,
            "whether their owners agreed with the company on distinguishing signs",
            "併存・混同防止の合意の有無",
        ),
    ),
    "licences": (
        fact(
            Supplier.PATENT_ATTORNEY,
            "licence_registered",
            Kind.YES_NO,
            "whether the licence is in the trademark register",
            "使用権の登録の有無",
        ),
        fact(
            Supplier.SERVICER,
            "quality_log_current",
            Kind.YES_NO,
            "whether the log of checks on the licensee's quality and use of the mark is up to date",
            "品質・使用態様の管理記録が最新か",
        ),
    ),
}

_ASSIGNABLE: Check = either(
    Test(("mark_type",), lambda kind: kind == "ordinary", Said("type of the mark: {0}", "商標の種別: {0}")),
    every(
        Test(("mark_type",), lambda kind: kind == "public-interest", Said("type of the mark: {0}", "商標の種別: {0}")),
        Test(("sold_with_business",), bool, Said("sold with the business: {0}", "事業とともにする移転: {0}")),
    ),
)

RULES = (
    Rule(
        id="TM-001",
        states=Said(
            "A trademark lives ten years from registration and can be renewed without end.",
            "商標権の存続期間は、設定の登録の日から十年をもって終了し、申請により更新することができる。",
        ),
        cites=(
            TRADEMARK.article("19", 1, words="設定の登録の日から十年をもつて終了する"),
            TRADEMARK.article("19", 2, words="更新登録の申請により更新することができる"),
        ),
        about="rights",
        check=where(
            of_kind("trademark"),
            either(
                LIVES,
                Test(("renewal_promised",), bool, Said("renewal is promised and funded: {0}", "更新の義務と原資: {0}")),
            ),
        ),
        consequence=Said("the mark lapses, and its royalties with it", "商標権が消滅し、使用料を失う"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TM-002",
        states=Said(
            "A trademark may be divided by goods and services when it is transferred; marks of public bodies and"
            " regional marks cannot be assigned, marks of those who serve the public only with their business."
            " Co-owners consent, and a transfer has no effect until registered.",
            "商標権は、指定商品又は指定役務ごとに分割して移転することができる。国等の著名標章及び地域団体商標に係る商"
            "標権は譲渡することができず、公益事業者の著名標章は事業とともにする場合に限る。共有及び登録の効果は特許権"
            "と同じ。",
        ),
        cites=(
            TRADEMARK.article("24-2", 1, words="指定商品又は指定役務ごとに分割してすることができる"),
            TRADEMARK.article("24-2", 2, words="国若しくは地方公共団体若しくはこれらの機関"),
            TRADEMARK.article("24-2", 3, words="その事業とともにする場合を除き、移転することができない"),
            TRADEMARK.article("24-2", 4, words="地域団体商標に係る商標権は、譲渡することができない"),
            TRADEMARK.article("35", words="並びに第九十八条第一項第一号及び第二項"),
            PATENT.article("98", 1, "1", words="特許権の移転"),
        ),
        about="rights",
        check=where(
            of_kind("trademark"),
            every(
                _ASSIGNABLE,
                CO_OWNERS_AGREE,
                APPLICATION_PASSES,
                REGISTERED_RIGHT_PASSES,
                dealings_registered("trust", "waiver", "restriction"),
            ),
        ),
        consequence=Said("the transfer has no effect", "移転は効力を生じない"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="TM-003",
        states=Said(
            "Where a transfer leaves similar marks with different owners, each may ask the other for signs that prevent"
            " confusion; use in bad faith that causes confusion gets the registration cancelled.",
            "移転により類似の登録商標が異なった商標権者に属することとなったときは、混同を防ぐのに適当な表示を請求する"
            "ことができる。不正競争の目的で混同を生ずる使用をしたときは、商標登録の取消しの審判を請求することができる"
            "。",
        ),
        cites=(
            TRADEMARK.article("24-4", words="混同を防ぐのに適当な表示を付すべきことを請求することができる"),
            TRADEMARK.article("52-2", 1),
        ),
        about="rights",
        check=where(
            of_kind("trademark"),
            either(
                Test(
                    ("similar_marks_elsewhere",),
                    lambda marks: not marks,
                    Said("similar marks with others: {0}", "他者に属する類似商標: {0}"),
                ),
                Test(("coexistence_agreed",), bool, Said("coexistence agreed: {0}", "併存の合意: {0}")),
            ),
        ),
        consequence=Said(
            "distinguishing signs can be demanded, and the registration may be cancelled",
            "混同防止表示を請求され、商標登録が取り消されるおそれがある",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "cancellation for use in bad faith (art. 52-2) is from memory",
            "不正使用による取消し(第52条の2)は記憶による",
        ),
    ),
    Rule(
        id="TM-004",
        states=Said(
            "A licence of a trademark by contract binds later owners only if it was registered, unlike one of a patent;"
            " its transfer and change stand against others only when registered.",
            "通常使用権は、登録をしたときに限り、その後に商標権を取得した者に対しても効力を生ずる(特許権と異なる)。移"
            "転、変更等も登録しなければ第三者に対抗することができない。",
        ),
        cites=(
            TRADEMARK.article("31", 4, words="その登録をしたときは"),
            TRADEMARK.article("31", 5, words="登録しなければ、第三者に対抗することができない"),
        ),
        about="licences",
        check=where(
            every(licence_of("trademark"), BY_CONTRACT),
            Test(("licence_registered",), bool, Said("licence registered: {0}", "通常使用権の登録: {0}")),
        ),
        consequence=Said(
            "the licence, and its royalties, may fall when the mark is sold or its owner is insolvent",
            "商標権の譲渡又は商標権者の倒産により、使用権と使用料を失うことがある",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TM-005",
        states=Said(
            "Exclusive licences of a trademark, and pledges over the mark or such a licence, have no effect until"
            " registered; a pledge over a licence by contract stands against others only when registered.",
            "専用使用権の設定等並びに商標権及び専用使用権を目的とする質権の設定等は、登録しなければ効力を生じない。通"
            "常使用権を目的とする質権の設定等は、登録しなければ第三者に対抗することができない。",
        ),
        cites=(
            TRADEMARK.article("30", 4, words="第九十八条第一項第二号及び第二項"),
            TRADEMARK.article("34", 2, words="登録しなければ、第三者に対抗することができない"),
            TRADEMARK.article("34", 4, words="特許法第九十八条第一項第三号及び第二項"),
        ),
        about="rights",
        check=where(of_kind("trademark"), dealings_registered("exclusive-licence", "pledge", "licence-pledge")),
        consequence=Said(
            "exclusive licence or pledge has no effect; the pledge over a licence by contract loses to others",
            "専用使用権又は質権は効力を生じない。通常使用権を目的とする質権は第三者に劣後する",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TM-006",
        states=Said(
            "Where a licensee uses the mark so that quality is misrepresented or goods are confused, anybody may have"
            " the registration cancelled, unless the owner did not know and took due care.",
            "使用権者が品質の誤認又は混同を生ずる使用をしたときは、何人も商標登録の取消しの審判を請求することができる"
            "。商標権者が知らず、かつ、相当の注意をしていたときは、この限りでない。",
        ),
        cites=(
            TRADEMARK.article("53", 1, words="何人も、当該商標登録を取り消すことについて審判を請求することができる"),
        ),
        about="licences",
        check=where(
            licence_of("trademark"),
            Test(("quality_log_current",), bool, Said("quality log is up to date: {0}", "管理記録が最新: {0}")),
        ),
        consequence=Said(
            "the registration is cancelled, and nobody can show that due care was taken",
            "商標登録が取り消され、相当の注意をしたことを証明できない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that a current log is what shows due care is our reading",
            "管理記録をもって相当の注意の証明とするのは当方の解釈である",
        ),
    ),
)
