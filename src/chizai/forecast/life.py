"""How long a licence can earn: until it ends, or the last of its rights does."""

from dataclasses import dataclass
from datetime import date

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.assets.terms import expires_on
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True)
class LastUse:
    """The last day of use that a licence is paid for."""

    on: date
    """The day itself; `date.max` where nothing ends it."""
    because: str
    """What ends it, as a sentence's end."""


def last_use(licence: Licence, pool: Pool) -> Result[LastUse]:
    """Give the last day on which a licence earns.

    Returns:
        the earlier of the licence's end and the last expiry among its rights, or a failure for each right that the
        pool does not have.
    """
    rights = {right.id: right for right in pool.rights}
    unknown = tuple(_unknown_right(licence.id, right_id) for right_id in licence.right_ids if right_id not in rights)
    if unknown:
        return Failed(unknown)
    ends = [LastUse(date.max, "nothing ends it")]
    if licence.ends_on is not None:
        ends.append(LastUse(licence.ends_on, f"licence {licence.id} ends on {licence.ends_on}"))
    expiries = [(expires_on(rights[right_id]) or date.max, right_id) for right_id in licence.right_ids]
    if expiries:
        expiry, right_id = max(expiries)
        ends.append(LastUse(expiry, f"{right_id}, the last of its rights, expires on {expiry}"))
    return Ok(min(ends, key=lambda end: end.on))


def _unknown_right(licence_id: str, right_id: str) -> Failure:
    return Failure(
        Reason.UNKNOWN,
        Place("licences.toml", None, f"{licence_id}.right_ids"),
        f"licence {licence_id!r} uses right {right_id!r}, which the pool does not have",
        "how long the licence earns depends on when its rights expire",
        "add the right to the register, or remove it from the licence",
    )
