"""Changes of the plan and of what was notified (Act, arts. 9, 151-157)."""

from datetime import timedelta

from chizai.law.asset_securitization.plan_items import (
    ALTERABLE_ON_CONDITIONS,
    IDS,
    MINOR_CHANGES,
    UNALTERABLE,
)
from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters_asset_securitization import (
    CHANGE_NOTICE_DAYS,
    MEETING_NOTICE_MONTHS,
    PROGRAMME_CHANGE_NOTICE_MONTHS,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

PARTICULARS = "particulars"
"""What the notification states beside the plan: Act, art. 4(2)."""
PATHS = ("resolution", "formal-change", "all-interested-consent", "before-offering", "own-procedure")
"""How a plan is changed: Act, art. 151(1) and (3); Regulation, art. 79."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "plan": (
        fact(
            "is_short_term_programme",
            Kind.YES_NO,
            Supplier.SPC,
            (
                "whether several transferors sell to a plan frozen to short-term bonds or notes, without borrowing",
                "譲渡人が複数で、特定短期社債又は特定約束手形のみを発行し、特定借入れを行わず、その変更を禁止する計画か",
            ),
        ),
        fact("frozen", Kind.NAMES, Supplier.SPC, ("items that the plan freezes", "変更を禁止した事項"), IDS),
    ),
    "plan_changes": (
        fact("item", Kind.TEXT, Supplier.SPC, ("what is changed", "変更する事項"), (PARTICULARS, *IDS)),
        fact("changed_on", Kind.DAY, Supplier.SPC, ("day of the change", "変更の日")),
        fact("filed_on", Kind.DAY, Supplier.SPC, ("day on which it was notified", "変更届出の日")),
        fact(
            "offering_followed",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether securities were offered after it", "変更後に募集等を行ったか"),
        ),
        fact("next_offering_on", Kind.DAY, Supplier.SPC, ("first offering after it", "変更後最初の募集等の日")),
        fact(
            "offering_had_begun",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether securities were offered before it", "変更前に募集等を開始していたか"),
        ),
        fact("path", Kind.TEXT, Supplier.COUNSEL, ("on which path it is made", "変更の方法"), PATHS),
        fact(
            "conditions_met",
            Kind.YES_NO,
            Supplier.COUNSEL,
            (
                "whether the plan states conditions for this change, and they are met",
                "計画にこの変更の条件の定めがあり、それを満たすか",
            ),
        ),
        fact(
            "bondholders_approved",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            ("whether the bondholders' meetings approved", "特定社債権者集会の承認"),
        ),
        fact("notice_sent_on", Kind.DAY, Supplier.ADMINISTRATOR, ("notice to bondholders", "招集通知の発送日")),
        fact("members_met_on", Kind.DAY, Supplier.ADMINISTRATOR, ("meeting of members", "社員総会の会日")),
        fact(
            "dissenters_paid",
            Kind.YES_NO,
            Supplier.ADMINISTRATOR,
            (
                "whether those who objected are paid, or money is in trust for them; yes where nobody objected",
                "反対した者への弁済又は財産の信託を完了したか(反対者がないときは「はい」)",
            ),
        ),
    ),
}


def _path(name: str) -> Test:
    return Test(("path",), lambda path: path == name, Said("changed by {0}", "変更の方法は{0}"))


IS_OF_PLAN = Test(("item",), lambda item: item != PARTICULARS, Said("what changes: {0}", "変更する事項は{0}"))

RULES = (
    Rule(
        id="ASA-007",
        states=Said(
            "A change of what was notified or of the plan is notified within two weeks, and before the first offering"
            " after it; changes of minor items are not.",
            "届出事項又は計画の変更は、2週間以内かつ変更後最初の募集等の日までに届け出る。軽微な変更は届出を要しない。",
        ),
        cites=(
            ASA.article("9", 1, words="内閣府令で定める期間内に、内閣総理大臣に届け出なければならない"),
            ASA_REGULATION.article("26", 1, words="次の各号に掲げる日のいずれか早い日までの期間とする"),
            ASA_REGULATION.article("26-2", words="次に掲げる事項の変更とする"),
            ASA_REGULATION.article("27", 1, words="別紙様式第九号により作成した"),
        ),
        about="plan_changes",
        check=either(
            Test(
                ("item",),
                lambda item: item in MINOR_CHANGES,
                Said("what changes: {0}", "変更する事項は{0}"),
            ),
            every(
                Test(
                    ("changed_on", "filed_on"),
                    lambda changed, filed, days: filed <= changed + timedelta(days),
                    Said("changed on {0}; notified on {1}; {2} days", "変更は{0}、届出は{1}(期間は{2}日)"),
                    using=(CHANGE_NOTICE_DAYS,),
                ),
                where(
                    Test(
                        ("offering_followed",),
                        bool,
                        Said("securities were offered after it: {0}", "変更後の募集等: {0}"),
                    ),
                    Test(
                        ("next_offering_on", "filed_on"),
                        lambda offered, filed: filed <= offered,
                        Said("offered on {0}; notified on {1}", "変更後最初の募集等は{0}、届出は{1}"),
                    ),
                ),
            ),
            every(
                Test(
                    ("item", "plan.is_short_term_programme"),
                    lambda item, programme: item == "asset-transfer" and programme,
                    Said(
                        "what changes: {0}; a programme of several transferors and short-term paper: {1}",
                        "変更する事項は{0}、複数の譲渡人による短期の計画: {1}",
                    ),
                ),
                Test(
                    ("changed_on", "filed_on"),
                    lambda changed, filed, months: filed <= months_after(changed, months),
                    Said("changed on {0}; notified on {1}; {2} month", "変更は{0}、届出は{1}(期間は{2}か月)"),
                    using=(PROGRAMME_CHANGE_NOTICE_MONTHS,),
                ),
            ),
        ),
        consequence=Said("a crime (art. 294(3))", "第294条第3号の罪"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-040",
        states=Said(
            "The plan is changed on a path of the law: by resolution of the members, with the approval of each"
            " bondholders' meeting and never for what may not be changed; or formally, by consent of all, before any"
            " offering, or as the plan itself provides.",
            "計画の変更は、社員総会の決議(特定社債があるときは特定社債権者集会の承認を要し、変更できない事項を除く)によるほか、"
            "形式的な変更、利害関係人全員の承諾、募集前の全特定社員の同意又は計画所定の手続による。",
        ),
        cites=(
            ASA.article("151", 1, words="社員総会の決議によらなければ資産流動化計画を変更することができない"),
            ASA.article("151", 2, words="次に掲げる事項については資産流動化計画を変更することができない"),
            ASA.article("151", 3, words="資産流動化計画を変更することができる"),
            ASA.article("154", 2, words="社員総会の会日の一箇月前までに"),
            ASA.article("154", 5, words="相当の財産を信託しなければならない"),
            ASA_REGULATION.article("78", 1, words="第十八条第一号、第五号及び第六号に掲げる事項"),
            ASA_REGULATION.article("79", 2, words="次に掲げる場合とする"),
        ),
        about="plan_changes",
        check=where(
            IS_OF_PLAN,
            either(
                _path("formal-change"),
                _path("all-interested-consent"),
                every(
                    _path("before-offering"),
                    Test(
                        ("plan.specified_borrowing_cap_minor",),
                        lambda cap: cap == 0,
                        Said("specified borrowing is planned up to JPY {0}", "特定借入れの限度額は{0}円"),
                    ),
                    Test(
                        ("offering_had_begun",),
                        lambda begun: not begun,
                        Said("securities were offered before it: {0}", "変更前の募集等の開始: {0}"),
                    ),
                ),
                every(
                    _path("own-procedure"),
                    Test(
                        ("item", "plan.procedures"),
                        lambda item, procedures: item in procedures,
                        Said(
                            "what changes: {0}; the plan has procedures for {1}", "変更する事項は{0}、手続の定めは{1}"
                        ),
                    ),
                ),
                every(
                    _path("resolution"),
                    Test(
                        ("item",),
                        lambda item: item not in UNALTERABLE,
                        Said("what changes: {0}", "変更する事項は{0}"),
                    ),
                    Test(
                        ("item", "plan.frozen"),
                        lambda item, frozen: item not in frozen,
                        Said("what changes: {0}; the plan freezes {1}", "変更する事項は{0}、変更の禁止は{1}"),
                    ),
                    where(
                        Test(
                            ("item",),
                            lambda item: item in ALTERABLE_ON_CONDITIONS,
                            Said("what changes: {0}", "変更する事項は{0}"),
                        ),
                        Test(
                            ("conditions_met",),
                            bool,
                            Said("the plan's conditions for it are met: {0}", "計画に定める変更の条件の充足: {0}"),
                        ),
                    ),
                    where(
                        Test(
                            ("deal.bonds_minor",),
                            lambda total: total > 0,
                            Said("specified bonds of JPY {0}", "特定社債の総額は{0}円"),
                        ),
                        every(
                            Test(
                                ("bondholders_approved",),
                                bool,
                                Said("bondholders' meetings approved: {0}", "特定社債権者集会の承認: {0}"),
                            ),
                            Test(
                                ("notice_sent_on", "members_met_on"),
                                lambda sent, met, months: months_after(sent, months) < met,
                                Said(
                                    "bondholders were called on {0}, members met on {1}; {2} month lies between",
                                    "招集通知の発送は{0}、社員総会は{1}(期間は{2}か月)",
                                ),
                                using=(MEETING_NOTICE_MONTHS,),
                            ),
                        ),
                    ),
                    Test(
                        ("dissenters_paid",),
                        bool,
                        Said("those who objected are paid or secured: {0}", "反対者への弁済又は信託: {0}"),
                    ),
                ),
            ),
        ),
        consequence=Said(
            "the change is void; not to report it is a crime (art. 294(3))",
            "変更は無効。届出をしないときは第294条第3号の罪",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "a whole month is to lie between notice and meeting; the items of the Regulation are counted, for its"
            " text bears no numbers",
            "招集通知と会日の間に中1か月を置くものと解する。施行規則の号の番号は条文の順に数えたもの",
        ),
    ),
)
