"""Rules on the seller's insolvency: pending contracts, avoidance, trust property (破産法, 会社更生法, 信託法)."""

from chizai.law.checks import Check, Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import BANKRUPTCY, COPYRIGHT, PATENT, REORGANIZATION, TRADEMARK, TRUST
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import dealings_registered, of_kind
from chizai.law.title_facts import fact

REGISTRABLE = ("patent", "utility-model", "design", "trademark", "copyright")
"""Kinds whose acquisition, loss and change need a register to stand against others, or to have effect."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "licences": (
        fact(
            Supplier.COUNSEL,
            "open_on_both_sides",
            Kind.YES_NO,
            "whether both sides still have to perform, as where use is granted and royalties fall due over time",
            "双方の履行が未了か(継続的な許諾と実施料の支払など)",
        ),
    ),
    "sale": (
        fact(Supplier.ORIGINATOR, "ip_price_minor", Kind.MONEY, "price paid for the rights", "権利の譲渡価額"),
        fact(Supplier.APPRAISER, "fair_low_minor", Kind.MONEY, "lower end of the fair value", "公正価値の下限"),
        fact(Supplier.APPRAISER, "fair_high_minor", Kind.MONEY, "upper end of the fair value", "公正価値の上限"),
        fact(
            Supplier.COUNSEL,
            "buyer_is_insider",
            Kind.YES_NO,
            "whether the buyer is a director, majority shareholder or the like of the seller",
            "譲受人が譲渡人の取締役・議決権の過半数を有する者等(内部者)か",
        ),
        fact(
            Supplier.ORIGINATOR,
            "solvency_certified",
            Kind.YES_NO,
            "whether the seller certified that it is, and after the sale remains, able to pay its debts",
            "譲渡人の支払能力証明の有無",
        ),
        fact(
            Supplier.ORIGINATOR,
            "proceeds_use_recorded",
            Kind.YES_NO,
            "whether the board recorded what the proceeds are for",
            "取締役会における代金使途の記録の有無",
        ),
    ),
}

_BOUND_BY_STATUTE = Test(
    ("kinds",),
    lambda kinds: not set(kinds) & {"trademark", "trade-secret"},
    Said("kinds of the licensed rights: {0}", "対象権利の種類: {0}"),
)
PERFECTED: Check = either(
    _BOUND_BY_STATUTE,
    every(
        Test(
            ("kinds",),
            lambda kinds: "trade-secret" not in kinds,
            Said("kinds of the licensed rights: {0}", "対象権利の種類: {0}"),
        ),
        Test(("licence_registered",), bool, Said("licence registered: {0}", "使用権の登録: {0}")),
    ),
)
"""The licensee's right to use stands against others."""

_STANDARD_VIEW = Said(
    "that licences are contracts which establish a right of use within art. 56 is the standard view, not the text;"
    " know-how has no register, and is taken as not perfected",
    "ライセンス契約が第56条の使用及び収益を目的とする権利を設定する契約に当たるとするのは通説であり、条文の明示はない。"
    "営業秘密は登録制度がなく、対抗要件を備えないものと扱う",
)

RULES = (
    Rule(
        id="INS-001",
        states=Said(
            "A trustee in bankruptcy or reorganisation may cancel a contract that both sides have still to perform,"
            " such as a licence that the insolvent owner granted.",
            "双方未履行の双務契約(破産者が許諾者であるライセンス契約など)について、管財人は解除をすることができる。",
        ),
        cites=(
            BANKRUPTCY.article("53", 1, words="共にまだその履行を完了していないときは"),
            REORGANIZATION.article("61", 1),
        ),
        about="licences",
        check=either(
            Test(
                ("open_on_both_sides",),
                lambda is_open: not is_open,
                Said("open on both sides: {0}", "双方未履行: {0}"),
            ),
            PERFECTED,
        ),
        consequence=Said(
            "licence and royalties can end with the owner's insolvency",
            "許諾者の倒産によりライセンスと実施料が失われ得る",
        ),
        confidence=Confidence.STATUTE,
        reading=_STANDARD_VIEW,
    ),
    Rule(
        id="INS-002",
        states=Said(
            "The trustee may not cancel where the other side's right of use stands against others: licences of patents,"
            " utility models, designs and works do by statute, those of trademarks only if registered.",
            "相手方の使用権等が第三者対抗要件を備えている場合、管財人は解除することができない。特許、実用新案、意匠及"
            "び著作物のライセンスは法律上当然に、商標の通常使用権は登録により対抗力を備える。",
        ),
        cites=(
            BANKRUPTCY.article("56", 1, words="第三者に対抗することができる要件を備えている場合には、適用しない"),
            REORGANIZATION.article("63"),
            PATENT.article("99", words="その効力を有する"),
            COPYRIGHT.article("63-2", words="第三者に対抗することができる"),
            TRADEMARK.article("31", 4, words="その登録をしたときは"),
        ),
        about="licences",
        check=PERFECTED,
        consequence=Said(
            "the trustee may cancel the licence (INS-001)",
            "管財人はライセンス契約を解除することができる(INS-001)",
        ),
        confidence=Confidence.STATUTE,
        reading=_STANDARD_VIEW,
    ),
    Rule(
        id="INS-003",
        states=Said(
            "A sale at a fair price is avoided only if it makes concealment of the proceeds likely, the seller meant"
            " that and the buyer knew, as an insider is presumed to; a sale below value harms creditors, and one for"
            " next to nothing within six months before payments stopped is avoided without more.",
            "相当の対価による処分は、隠匿等のおそれを現に生じさせ、破産者にその意思があり、相手方が知っていた場合に限"
            "り否認される(内部者は知っていたものと推定)。廉価処分は詐害行為として、支払の停止等の前六月以内の無償行為"
            "等は主観を問わず否認される。",
        ),
        cites=(
            BANKRUPTCY.article("160", 1, "1", words="破産債権者を害することを知ってした行為"),
            BANKRUPTCY.article("160", 3, words="その前六月以内にした無償行為及びこれと同視すべき有償行為"),
            BANKRUPTCY.article("161", 1, words="次に掲げる要件のいずれにも該当する場合に限り"),
            BANKRUPTCY.article("161", 2, words="知っていたものと推定する"),
            BANKRUPTCY.article("162", 1, words="既存の債務についてされた担保の供与又は債務の消滅"),
        ),
        about="sale",
        check=every(
            Test(
                ("ip_price_minor", "fair_low_minor", "fair_high_minor"),
                lambda price_minor, low_minor, high_minor: low_minor <= price_minor <= high_minor,
                Said(
                    "price JPY {0}; fair value from JPY {1} to JPY {2}",
                    "譲渡価額は{0}円、公正価値は{1}円から{2}円まで",
                ),
            ),
            Test(
                ("buyer_is_insider",),
                lambda insider: not insider,
                Said("buyer is an insider: {0}", "譲受人が内部者: {0}"),
            ),
            Test(("solvency_certified",), bool, Said("solvency certified: {0}", "支払能力証明: {0}")),
            Test(("proceeds_use_recorded",), bool, Said("use of proceeds recorded: {0}", "代金使途の記録: {0}")),
        ),
        consequence=Said(
            "the trustee may take the rights back into the estate (clawback)",
            "管財人が否認し、権利が破産財団に復するおそれがある",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the four signs asked for are our reading of how the requirements are best shown not to be met",
            "四つの確認事項は、否認の要件を欠くことを示すための当方の解釈である",
        ),
    ),
    Rule(
        id="INS-004",
        states=Said(
            "Trust property stays out of the trustee's bankruptcy; property that needs a register stands as trust"
            " property against others only with the registration of the trust.",
            "信託財産は受託者の破産財団に属しない。登記又は登録をしなければ権利の得喪及び変更を対抗することができない"
            "財産は、信託の登記又は登録をしなければ、信託財産に属することを第三者に対抗することができない。",
        ),
        cites=(
            TRUST.article("14", words="信託の登記又は登録をしなければ"),
            TRUST.article("25", 1, words="信託財産に属する財産は、破産財団に属しない"),
        ),
        about="rights",
        check=where(
            every(of_kind(*REGISTRABLE), Test(("in_trust",), bool, Said("held in trust: {0}", "信託財産: {0}"))),
            dealings_registered("trust"),
        ),
        consequence=Said(
            "the right is exposed to the trustee's creditors",
            "受託者の債権者及び破産管財人に対し、信託財産であることを主張することができない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that art. 14 covers rights for which registration is a condition of effect too is the common reading",
            "登録が効力発生要件である権利にも第14条が及ぶとするのは一般的な解釈である",
        ),
    ),
)
