"""Title: whether the owners' shares make a whole, and whether the chain of assignments leads to them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from chizai.assets.owners import Assignment
from chizai.assets.placed import Placed
from chizai.assets.rights import Copyright, Right, TradeSecret, kind_of
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Reason

EFFECT_ARTICLES = {
    "patent": "Patent Act, art. 98(1)(i)",
    "utility-model": "Utility Model Act, art. 26(2) with Patent Act, art. 98(1)(i)",
    "design": "Design Act, art. 36 with Patent Act, art. 98(1)(i)",
    "trademark": "Trademark Act, art. 35 with Patent Act, art. 98(1)(i)",
}
"""Where registration makes a transfer effective; copyrights pass without it (Copyright Act, art. 77: opposability)."""


def check_owners(right: Placed[Right]) -> tuple[Failure, ...]:
    """Find owners that do not make a whole: shares off 100 %, a share of nothing, an owner named twice."""
    owners = right.value.owners
    place, subject = right.at("owners"), right.value.id
    failures = [
        Failure(
            Reason.OUT_OF_RANGE,
            place,
            f"{share.owner} owns {format_ppm(share.share_ppm)} of {subject}",
            "an owner holds more than nothing",
            "write a positive share, or leave the owner out",
        )
        for share in owners
        if share.share_ppm <= 0
    ]
    names = [share.owner for share in owners]
    failures += [
        Failure(Reason.DUPLICATE, place, f"{name} owns {subject} twice", "its share would be unclear", "add them up")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    total_ppm = sum(share.share_ppm for share in owners)
    if total_ppm != PPM:
        what = f"the shares in {subject} sum to {format_ppm(total_ppm)}"
        why = "the owners of a right hold the whole of it: nobody could sell what no owner holds"
        failures.append(Failure(Reason.INCONSISTENT, place, what, why, "correct the shares so that they make 100%"))
    return tuple(failures)


def check_chain(right: Placed[Right], links: Sequence[Placed[Assignment]]) -> tuple[Failure, ...]:
    """Follow the chain of title from the original owner and find its gaps.

    Links are followed in the order in which they took effect: for rights that pass by registration, that of the
    register. A link without registration moves nothing there. Universal succession (inheritance, merger) passes
    without registration, yet is to be notified (Patent Act, art. 98(2)): write the day of the notice.

    Args:
        right: the right and its row.
        links: the assignments of this right alone, in any order; none where no chain is given, which finds nothing.

    Returns:
        a chain without origin; transfers without effect; assignors that did not hold what they gave; and a chain that
        ends with others than the stated owners.
    """
    failures = [failure for link in links for failure in _check_link(right.value, link)]
    effective = [link for link in links if _takes_effect(right.value, link.value)]
    if not effective:
        return tuple(failures)
    effective.sort(key=lambda link: (_effect_on(right.value, link.value), bool(link.value.assignor)))
    held_ppm: defaultdict[str, int] = defaultdict(int)
    first = effective[0]
    if first.value.assignor:
        failures.append(_no_origin(right.value, first))
        held_ppm[first.value.assignor] = PPM
    for link in effective:
        failures += _move(right.value, link, held_ppm)
    held = {owner: share_ppm for owner, share_ppm in held_ppm.items() if share_ppm}
    stated = {share.owner: share.share_ppm for share in right.value.owners}
    gap_found = any(failure.reason is not Reason.OUT_OF_RANGE for failure in failures)
    if held != stated and not gap_found:
        failures.append(_other_owners(right, held, stated))
    return tuple(failures)


def _passes_by_registration(right: Right) -> bool:
    return not isinstance(right, Copyright | TradeSecret)


def _takes_effect(right: Right, link: Assignment) -> bool:
    return not link.assignor or link.registered_on is not None or not _passes_by_registration(right)


def _effect_on(right: Right, link: Assignment) -> date:
    return (link.registered_on if _passes_by_registration(right) else None) or link.assigned_on


def _check_link(right: Right, link: Placed[Assignment]) -> list[Failure]:
    found, passing = [], link.value
    if not _takes_effect(right, passing):
        what = f"the transfer of {right.id} from {passing.assignor} to {passing.assignee} is not registered"
        why = f"it has no effect before ({EFFECT_ARTICLES[kind_of(right)]}), so {passing.assignee} owns nothing by it"
        fix = "register the transfer and write its day and receipt number"
        found.append(Failure(Reason.MISSING, link.at("registered_on"), what, why, fix))
    if passing.registered_on is not None and passing.registered_on < passing.assigned_on:
        what = f"registered on {passing.registered_on}, before it was assigned on {passing.assigned_on}"
        why = "the register takes note of a transfer that was made"
        found.append(Failure(Reason.INCONSISTENT, link.at("registered_on"), what, why, "correct one of the two dates"))
    if not 0 < passing.share_ppm <= PPM:
        what = f"{format_ppm(passing.share_ppm)} of {right.id} passes"
        why = "a link passes more than nothing and at most the whole"
        found.append(Failure(Reason.OUT_OF_RANGE, link.at("share"), what, why, "write the part of the whole right"))
    return found


def _move(right: Right, link: Placed[Assignment], held_ppm: defaultdict[str, int]) -> list[Failure]:
    """Move a share in `held_ppm`; what the assignor lacked is reported and taken as given, so that one gap is one."""
    passing, found = link.value, []
    if passing.assignor:
        had_ppm = held_ppm[passing.assignor]
        if had_ppm < passing.share_ppm:
            on = _effect_on(right, passing)
            what = f"{passing.assignor} gave {format_ppm(passing.share_ppm)} of {right.id} on {on}, holding "
            what += format_ppm(had_ppm) if had_ppm else "nothing"
            why = "nobody gives what he does not have: the chain of title has a gap before this link"
            fix = f"add the effective assignment by which {passing.assignor} came to it"
            found.append(Failure(Reason.INCONSISTENT, link.at("assignor"), what, why, fix))
        held_ppm[passing.assignor] = max(had_ppm - passing.share_ppm, 0)
    held_ppm[passing.assignee] += passing.share_ppm
    return found


def _no_origin(right: Right, first: Placed[Assignment]) -> Failure:
    what = f"the chain of {right.id} begins with {first.value.assignor} giving, not with the original owner"
    why = f"nothing shows how {first.value.assignor} came to the right"
    fix = f"add a first link with an empty assignor and {first.value.assignor} as assignee, or the links before"
    return Failure(Reason.MISSING, first.at("assignor"), what, why, fix)


def _other_owners(right: Placed[Right], held: dict[str, int], stated: dict[str, int]) -> Failure:
    what = f"the chain of {right.value.id} ends with {_owners_text(held)}; the register states {_owners_text(stated)}"
    why = "the seller must be the one to whom the chain of title leads"
    fix = "add the missing assignment, or correct the owners"
    return Failure(Reason.INCONSISTENT, right.at("owners"), what, why, fix)


def _owners_text(shares: dict[str, int]) -> str:
    return ", ".join(f"{owner} {format_ppm(share_ppm)}" for owner, share_ppm in sorted(shares.items())) or "nobody"
