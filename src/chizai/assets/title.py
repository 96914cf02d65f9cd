"""Title: whether the owners' shares make a whole, and whether the chain of assignments leads to them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from chizai.assets.owners import Assignment
from chizai.assets.placed import Placed
from chizai.assets.rights import Copyright, Right, TradeSecret
from chizai.assets.title_faults import (
    named_twice,
    no_origin,
    no_part,
    no_share,
    no_whole,
    not_held,
    other_owners,
    registered_before,
    without_effect,
)
from chizai.units.rate import PPM
from chizai.units.result import Failure, Reason


def check_owners(right: Placed[Right]) -> tuple[Failure, ...]:
    """Find owners that do not make a whole: shares off 100 %, a share of nothing, an owner named twice."""
    shares = right.value.owners
    failures = [no_share(right, share) for share in shares if share.share_ppm <= 0]
    names = [share.owner for share in shares]
    failures += [named_twice(right, name) for name in sorted({name for name in names if names.count(name) > 1})]
    total_ppm = sum(share.share_ppm for share in shares)
    if total_ppm != PPM:
        failures.append(no_whole(right, total_ppm))
    return tuple(failures)


def check_chain(right: Placed[Right], links: Sequence[Placed[Assignment]]) -> tuple[Failure, ...]:
    """Follow the chain of title from the original owner and find its gaps.

    Links are followed in the order in which they took effect: for rights that pass by registration, that of the
    register. A link without registration moves nothing there. Universal succession (inheritance, merger) passes
    without registration, yet is to be notified (Patent Act, art. 98(2)): write the day of the notice. Whether a right
    of another country passes by registration is for its own law: its links are followed by the day of assignment.

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
        failures.append(no_origin(right.value, first))
        held_ppm[first.value.assignor] = PPM
    for link in effective:
        failures += _move(right.value, link, held_ppm)
    held = {owner: share_ppm for owner, share_ppm in held_ppm.items() if share_ppm}
    stated = {share.owner: share.share_ppm for share in right.value.owners}
    gap_found = any(failure.reason is not Reason.OUT_OF_RANGE for failure in failures)
    if held != stated and not gap_found:
        failures.append(other_owners(right, held, stated))
    return tuple(failures)


def _passes_by_registration(right: Right) -> bool:
    return right.jurisdiction == "JP" and not isinstance(right, Copyright | TradeSecret)


def _takes_effect(right: Right, link: Assignment) -> bool:
    return not link.assignor or link.registered_on is not None or not _passes_by_registration(right)


def _effect_on(right: Right, link: Assignment) -> date:
    return (link.registered_on if _passes_by_registration(right) else None) or link.assigned_on


def _check_link(right: Right, link: Placed[Assignment]) -> list[Failure]:
    found, passing = [], link.value
    if not _takes_effect(right, passing):
        found.append(without_effect(right, link))
    if passing.registered_on is not None and passing.registered_on < passing.assigned_on:
        found.append(registered_before(link, passing.registered_on))
    if not 0 < passing.share_ppm <= PPM:
        found.append(no_part(right, link))
    return found


def _move(right: Right, link: Placed[Assignment], held_ppm: defaultdict[str, int]) -> list[Failure]:
    """Move a share in `held_ppm`; what the assignor lacked is reported and taken as given, so that one gap is one."""
    passing, found = link.value, []
    if passing.assignor:
        had_ppm = held_ppm[passing.assignor]
        if had_ppm < passing.share_ppm:
            found.append(not_held(right, link, had_ppm, _effect_on(right, passing)))
        held_ppm[passing.assignor] = max(had_ppm - passing.share_ppm, 0)
    held_ppm[passing.assignee] += passing.share_ppm
    return found
