"""The title of each right of a deal, from its chain and from what happened in the sale to the company."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chizai.app.law import LawFolder, read_law_folder
from chizai.assets.evidence import Evidence
from chizai.assets.owners import Assignment, OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import Copyright, Right
from chizai.assets.title import check_owners
from chizai.feeds.title_events import TITLE_FILE, read_title_events
from chizai.law.foreign_rights import EFFECTIVE_ABROAD, OPPOSABLE_ABROAD
from chizai.law.title_events import AssignmentSigned, Event, Offered, OwnerConsented, TransferRegistered
from chizai.law.title_record import NotJudged, TitleRecord
from chizai.law.title_regimes import regime_of
from chizai.law.title_state import begin, replay, title_gaps
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

CONSENTING = "consenting_owners"


@dataclass(frozen=True, slots=True)
class TitleView:
    """The title of one right; none where its chain has a gap."""

    right_id: str
    record: TitleRecord | NotJudged | None
    failures: tuple[Failure, ...]
    """Gaps, and events that cannot have happened."""
    unsaid: tuple[str, ...] = ()
    """Facts of law.toml that would tell more, where the sale is read off the chain of title."""


def title_views(folder: Path) -> Result[tuple[TitleView, ...]]:
    """Follow the title of every right of a deal through `title.toml`, or through its chain where that is silent.

    The register may show the company as owner already: what it was assigned is left to the events, and the owners
    before are those to whom the rest of the chain leads.
    """
    read, events = read_law_folder(folder), read_title_events(folder)
    if isinstance(read, Failed) or isinstance(events, Failed):
        both = (read, events)
        return Failed(tuple(each for result in both if isinstance(result, Failed) for each in result.failures))
    rights = {right.id for right in read.value.pool.rights}
    strange = [
        Failure(
            Reason.UNKNOWN,
            placed[0].at("right"),
            f"there is no right {right_id!r} in the pool",
            "its events would belong to nothing",
            f"write one of {', '.join(sorted(rights))}",
        )
        for right_id, placed in events.value.items()
        if right_id not in rights
    ]
    if strange:
        return Failed(tuple(strange))
    return Ok(tuple(_view(right, events.value.get(right.id, ()), read.value) for right in read.value.pool.rights))


def _view(right: Right, told: Sequence[Placed[Event]], folder: LawFolder) -> TitleView:
    """Follow the title of one right through what was told of it; faults of the register that the sale covers stay."""
    before, links = _before_sale(right, folder)
    followed = _followed(before, links, told, folder)
    stated = (each for each in check_owners(Placed(right, before.place)) if each not in followed.failures)
    return replace(followed, failures=(*stated, *followed.failures))


def _followed(
    before: Placed[Right], links: Sequence[Placed[Assignment]], told: Sequence[Placed[Event]], folder: LawFolder
) -> TitleView:
    """Follow the title of a right from its owners before the sale."""
    right = before.value
    if regime_of(right) is None:
        given = folder.known.many["rights"][right.id]
        said = (given[key].value if key in given else None for key in (EFFECTIVE_ABROAD, OPPOSABLE_ABROAD))
        return TitleView(right.id, NotJudged(right, len(told), *said), title_gaps(before, links))
    begun = begin(before, links)
    if isinstance(begun, Failed):
        return TitleView(right.id, None, begun.failures)
    unsaid = () if told else _unsaid(right, folder)
    off_chain = () if CONSENTING in unsaid else _of_chain(right, folder)
    followed = replay(begun.value, told or off_chain)
    return TitleView(right.id, followed.value, followed.failures, unsaid)


def _before_sale(right: Right, folder: LawFolder) -> tuple[Placed[Right], list[Placed[Assignment]]]:
    """Give a right with its owners before the company came in, and the chain that leads to them."""
    company = folder.known.one.get("company", {}).get("trade_name")
    buyer = None if company is None else company.value
    of_right = [link for link in folder.pool.assignments if link.right_id == right.id]
    sold = [link for link in of_right if link.assignee == buyer]
    chain = [link for link in of_right if link.assignee != buyer]
    file = folder.inputs.assignments or TITLE_FILE
    places = [Placed(link, Place(file, None, f"{right.id} ({link.assignor} to {link.assignee})")) for link in chain]
    held = {share.owner: share.share_ppm for share in right.owners}
    owners: defaultdict[str, int] = defaultdict(int, held)
    for link in sold:
        owners[link.assignee] -= link.share_ppm if link.assignee in held else 0
        owners[link.assignor] += link.share_ppm if link.assignee in held else 0
    before = tuple(OwnerShare(owner, share) for owner, share in owners.items() if share > 0)
    return Placed(replace(right, owners=before), Place(folder.inputs.rights, None, right.id)), places


def _unsaid(before: Right, folder: LawFolder) -> tuple[str, ...]:
    """Name the facts about a sale that nobody has said: co-owners' consents, and what an assignment of works names."""
    given, named = folder.known.many["rights"][before.id], ("names_article_27", "names_article_28")
    asked = (*((CONSENTING,) if len(before.owners) > 1 else ()), *(named if isinstance(before, Copyright) else ()))
    return tuple(key for key in asked if key not in given)


def _of_chain(right: Right, folder: LawFolder) -> tuple[Placed[Event], ...]:
    """Read the sale off the chain of title: offered and signed on the day of assignment, registered as the row says."""
    given, company = folder.known.many["rights"][right.id], folder.known.one.get("company", {}).get("trade_name")
    sold = [link for link in folder.pool.assignments if link.right_id == right.id and link.assignor]
    last = [link for link in sold if company is not None and link.assignee == company.value]
    if not last or folder.inputs.assignments is None:
        return ()
    file, on = folder.inputs.assignments, max(link.assigned_on for link in last)
    paper = Evidence(file, dict(folder.digests)[file])
    sellers = tuple(dict.fromkeys(link.assignor for link in last))
    consenting = given[CONSENTING].value if CONSENTING in given else ()
    events: list[Event] = [
        Offered(on=on, evidence=paper, sellers=sellers, buyer=last[0].assignee),
        *(OwnerConsented(on=on, evidence=paper, owner=owner) for owner in consenting),
        AssignmentSigned(
            on=on,
            evidence=paper,
            signatories=(*sellers, last[0].assignee),
            names_article_27="names_article_27" in given and given["names_article_27"].value,
            names_article_28="names_article_28" in given and given["names_article_28"].value,
        ),
    ]
    registered = [link for link in last if link.registered_on is not None]
    if len(registered) == len(last):
        day = max(link.registered_on or link.assigned_on for link in registered)
        receipt = ", ".join(link.receipt_number for link in registered)
        events.append(TransferRegistered(on=day, evidence=paper, receipt_number=receipt))
    place = Place(file, None, right.id)
    return tuple(Placed(event, place) for event in events)
