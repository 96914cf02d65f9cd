"""Why an event of title cannot have happened, in English and in Japanese."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chizai.law.citation import Citation
from chizai.law.said import Said, Sayable
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with an event, why, and what to do; each with places `{0}`, `{1}`, ... for the same values."""

    what: Said
    why: Said
    fix: Said
    reason: Reason = Reason.INCONSISTENT

    def of(self, *values: Sayable) -> "Refusal":
        """Fill in what the event is about."""
        what, why, fix = (said.filled(values) for said in (self.what, self.why, self.fix))
        return replace(self, what=what, why=why, fix=fix)

    def at(self, place: Place) -> Failure:
        """Give it as a failure at its place."""
        japanese = (self.what.ja, self.why.ja, self.fix.ja)
        return Failure(self.reason, place, self.what.en, self.why.en, self.fix.en, japanese)


def articles(cites: Iterable[Citation]) -> Said:
    """Name articles in a message."""
    said = [cite.said for cite in cites]
    return Said("; ".join(each.en for each in said), "、".join(each.ja for each in said))


_LEAVE_OUT = Said("leave the event out", "その出来事を除く")
_OWNER_OF_THE_DAY = Said("name an owner of that day", "その日の権利者を記載する")
_OWNERS_THEN = Said("its owners then were {3}", "当時の権利者は{3}である")

NO_REGIME = Refusal(
    Said("how a {0} of {1} passes is not known here", "{1}の{0}の移転に関する法律は収録していない"),
    Said(
        "effect and opposability are those of the country whose law gives the right",
        "効力及び対抗要件は、権利を与える国の法律による",
    ),
    Said("ask counsel of that country", "同国の弁護士に確認する"),
    Reason.UNKNOWN,
)
OVER = Refusal(
    Said("something happened to {0} on {1}, after it was over", "{0}は終了しているのに、{1}に出来事がある"),
    Said("what has lapsed does not come back", "終了したものは復活しない"),
    _LEAVE_OUT,
)
EARLIER = Refusal(
    Said("{0} is before {1}, the day of the last event of {2}", "{0}は、{2}の直前の出来事の日である{1}より前である"),
    Said("events follow their days", "出来事は日付の順に進む"),
    Said("replay them all in order", "すべてを日付の順にやり直す"),
)
EXPIRED = Refusal(
    Said("{0} expired on {1}, before {2}", "{0}の存続期間は、{2}より前の{1}に満了している"),
    Said("nothing can be done with a right that has ended", "消滅した権利については何もすることができない"),
    Said("correct the day, or the right's term", "日付又は権利の存続期間を訂正する"),
)
IN_DISPUTE = Refusal(
    Said("{0} is in dispute on {1}", "{0}は{1}に係争中である"),
    Said("a dispute stops the sale until it is settled", "争いが解決するまで譲渡は進まない"),
    Said("add the settlement, or correct the day", "争いの解決を追加するか、日付を訂正する"),
)
OUT_OF_TURN = Refusal(
    Said("{0} is {1}: it cannot be {2}", "{0}は{1}であり、{2}ことができない"),
    Said("that follows on {3}", "「{3}」の後に続くものである"),
    Said("correct the day, or add the event before", "日付を訂正するか、先行する出来事を追加する"),
)
NO_CONSENT = Refusal(
    Said("{0} {1} without the consent of {2}", "{2}の同意がないまま、{0}{1}"),
    Said("co-owners have to agree ({3})", "共有者の同意を要する({3})"),
    Said("add their consents, each with its paper", "同意を、それを証する書面とともに追加する"),
    Reason.MISSING,
)
STRANGERS = Refusal(
    Said("{0} offered {1} to {2}", "{2}に対し{1}の譲渡の申込みがされた(譲渡人: {0})"),
    Said(
        "its owners are {3}: who sells owns it, and who buys does not",
        "権利者は{3}である。譲渡人は権利者であり、譲受人は権利者でない者である",
    ),
    Said("name owners as sellers and another as buyer", "譲渡人には権利者を、譲受人には他の者を記載する"),
)
NOBODY = Said("nobody", "記載なし")
NOT_ASKED = Refusal(
    Said("{0} consented to the sale of {1}", "{0}が{1}の譲渡に同意した"),
    Said("consent is for co-owners who do not sell", "同意をするのは、譲渡しない共有者である"),
    Said("name one of the other owners", "他の共有者を記載する"),
)
NO_AUTHOR = Refusal(
    Said("{0} promised not to exercise moral rights in {1}", "{0}が{1}について著作者人格権の不行使を約した"),
    Said("authors of works alone have them", "著作者人格権は著作物の著作者のみが有する"),
    _LEAVE_OUT,
)
UNSIGNED = Refusal(
    Said("the assignment of {0} lacks the signature of {1}", "{0}の譲渡契約に{1}の署名がない"),
    Said("each seller gives its own share", "各譲渡人は自己の持分を譲渡する"),
    Said("add the signatures", "署名を追加する"),
    Reason.MISSING,
)
NO_REGISTER = Refusal(
    Said("the transfer of {0} was registered", "{0}の移転が登録された"),
    Said("no register takes know-how", "営業秘密には登録制度がない"),
    _LEAVE_OUT,
)
REGISTERED_TWICE = Refusal(
    Said("the transfer of {0} was registered twice", "{0}の移転が二度登録された"),
    Said("once is enough", "登録は一度で足りる"),
    Said("remove one", "一方を除く"),
)
ATTACHED_BEFORE = Refusal(
    Said(
        "{0} was confirmed on {1} while {2} had attached it", "{2}が差し押さえている{0}について、{1}に所有が確認された"
    ),
    Said("the transfer yields to an earlier attachment", "移転は先行する差押えに劣後する"),
    Said("have the attachment lifted first", "先に差押えの解除を受ける"),
)
LICENSED_BY_ANOTHER = Refusal(
    Said("{0} licensed {1} on {2}", "{0}が{2}に{1}を許諾した"), _OWNERS_THEN, _OWNER_OF_THE_DAY
)
NO_EXCLUSIVE_RIGHT = Refusal(
    Said("{0} was licensed as a right of its own", "{0}に専用実施権又は専用使用権が設定された"),
    Said(
        "such a right exists for registered industrial property alone",
        "これらの権利は登録された産業財産権にのみ設定することができる",
    ),
    Said("write form contract", "formをcontractと記載する"),
)
LICENSED_BACK_TOO_EARLY = Refusal(
    Said("{0} was licensed back on {1}", "{0}が{1}にライセンスバックされた"),
    Said("the company did not own it: {2}", "会社は権利者でなかった: {2}"),
    Said("let the transfer come first", "先に移転を行う"),
)
NO_PLEDGE = Refusal(
    Said("{0} was pledged on {1}", "{1}に{0}に質権が設定された"),
    Said(
        "applications and know-how cannot be pledged ({2})",
        "出願中の権利及び営業秘密に質権を設定することはできない({2})",
    ),
    Said("leave the pledge out, or write the day of registration of the right", "質権を除くか、権利の登録日を記載する"),
)
UNREGISTRABLE = Said("no register", "登録制度なし")
PLEDGED_BY_ANOTHER = Refusal(
    Said("{0} pledged {1} on {2}", "{0}が{2}に{1}に質権を設定した"), _OWNERS_THEN, _OWNER_OF_THE_DAY
)
ATTACHED_TOO_LATE = Refusal(
    Said("{0} attached {1} as {2}'s on {3}", "{0}が{3}に{1}を{2}の財産として差し押さえた"),
    Said(
        "it was {4}'s, and that stands against creditors ({5})",
        "権利は{4}のものであり、これを債権者に対抗することができる({5})",
    ),
    Said("contest the attachment, and leave it out", "差押えを争い、その出来事を除く"),
)
NO_DEBTOR = Refusal(
    Said("{0} was attached as {1}'s", "{0}が{1}の財産として差し押さえられた"),
    Said("its owners are {2}", "権利者は{2}である"),
    Said("name an owner as debtor", "債務者には権利者を記載する"),
)
TWICE = Refusal(
    Said("{0} stands twice", "{0}が二度記載されている"),
    Said("a name must lead to one thing", "一つの名称は一つのものを指す"),
    Said("rename or remove one", "一方の名称を改めるか、除く"),
    Reason.DUPLICATE,
)
NONE_STANDS = Refusal(
    Said("no {0} stands", "{0}は存在しない"),
    Said("nothing can be registered or ended of it", "存在しないものについては登録も終了もない"),
    Said("add its grant", "その設定又は許諾を追加する"),
    Reason.UNKNOWN,
)
LICENCE = Said("licence {0}", "ライセンス{0}")
PLEDGE = Said("pledge {0}", "質権{0}")
ATTACHMENT = Said("attachment {0}", "差押え{0}")
