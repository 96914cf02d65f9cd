"""The title of a right as lines of text."""

from collections.abc import Iterator, Sequence

from chizai.assets.rights import Copyright
from chizai.law.said import Said
from chizai.law.title_effect import Flag, carries_adaptation, effective, follows, opposable, without_covenant
from chizai.law.title_record import STATUSES, NotJudged, TitleRecord

YES_NO = {True: Said("yes", "有"), False: Said("no", "無")}
EFFECTIVE, OPPOSABLE = Said("effective", "効力"), Said("opposable", "対抗要件")
ADAPTATION = Said("carries adaptation and derivative works", "翻案権等の移転")
NO_COVENANT = Said("has not promised to leave moral rights alone", "著作者人格権の不行使特約なし")
UNSAID = Said("nobody has said", "未確認")
BROKEN = Said("title not established", "権原が確認できない")
NOT_JUDGED = Said("not judged", "判定の対象外")
UNKNOWN = Said("unknown", "不明")
FOREIGN = Said(
    "it is for the law of {0}, which is not known here: ask counsel of that country",
    "{0}の法による。収録していないため、同国の弁護士の確認を要する",
)
COUNSEL_SAYS = Said("counsel of {0} says so", "{0}の弁護士の確認による")
EVENTS = Said("events told and not judged: {0}", "判定されていない出来事: {0}件")


def title_lines(
    right_id: str, record: TitleRecord | NotJudged | None, unsaid: Sequence[str], language: str
) -> Iterator[str]:
    """Say where the sale of a right stands, its two flags with their reasons, and what follows it to the buyer.

    Args:
        right_id: the right.
        record: its title; none where the chain has a gap.
        unsaid: facts of law.toml that nobody has said.
        language: `en` or `ja`.
    """
    if record is None:
        yield f"{right_id}: {BROKEN.text(language)}"
        return
    if isinstance(record, NotJudged):
        yield from _not_judged(record, language)
        return
    yield f"{right_id}: {STATUSES[record.status].text(language)}"
    yield f"  {_flag(EFFECTIVE, effective(record), language)}"
    yield f"  {_flag(OPPOSABLE, opposable(record), language)}"
    for key in unsaid:
        yield f"  {UNSAID.text(language)}: rights ({right_id}).{key}"
    if isinstance(record.right, Copyright) and not unsaid:
        yield f"  {_flag(ADAPTATION, carries_adaptation(record), language)}"
    for author in without_covenant(record):
        yield f"  {NO_COVENANT.text(language)}: {author}"
    for each in follows(record):
        yield f"  {_flag(each.what, each.binds, language)}"


def _not_judged(of: NotJudged, language: str) -> Iterator[str]:
    """Say of both flags what counsel of the country says, or that they are unknown, and why."""
    yield f"{of.right.id}: {NOT_JUDGED.text(language)}"
    for name, holds in ((EFFECTIVE, of.effective), (OPPOSABLE, of.opposable)):
        told, because = (UNKNOWN, FOREIGN) if holds is None else (YES_NO[holds], COUNSEL_SAYS)
        reason = because.filled((of.right.jurisdiction,)).text(language)
        yield f"  {name.text(language)}: {told.text(language)} ({reason})"
    if of.n_events:
        yield f"  {EVENTS.filled((of.n_events,)).text(language)}"


def _flag(name: Said, flag: Flag, language: str) -> str:
    law = ", ".join(citation.said.text(language) for citation in flag.cites)
    tail = f" [{law}]" if law else ""
    return f"{name.text(language)}: {YES_NO[flag.holds].text(language)} ({flag.because.text(language)}){tail}"
