"""The sum of the parts against the pool: what rights are worth one by one, and together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chizai.units.explain import Explained
from chizai.units.money import amount_text


@dataclass(frozen=True, slots=True)
class PartValue:
    """What some rights are worth."""

    appraisal_id: str
    right_ids: tuple[str, ...]
    value_minor: int
    origin: Explained


@dataclass(frozen=True, slots=True)
class PartsAgainstPool:
    """One appraiser's parts beside the same appraiser's pool. Amounts are minor units."""

    appraiser: str
    pool: PartValue
    parts: tuple[PartValue, ...]
    parts_minor: int
    """Sum of the parts."""
    difference_minor: int
    """Pool less parts: what the rights are worth more together, or less."""
    left_out_right_ids: tuple[str, ...]
    """Rights that are in no part: the comparison is short of them."""
    doubled_right_ids: tuple[str, ...]
    """Rights that are in several parts: the comparison counts them more than once."""
    origin: Explained


def parts_against_pool(appraiser: str, pool: PartValue, parts: Sequence[PartValue], currency: str) -> PartsAgainstPool:
    """Compare a pool's value with the sum of its parts'.

    Args:
        appraiser: whose both are.
        pool: all rights.
        parts: at least one, each of some of them.
        currency: of all of them.
    """
    counts = Counter(right_id for part in parts for right_id in part.right_ids)
    left_out = tuple(right_id for right_id in pool.right_ids if not counts[right_id])
    doubled = tuple(right_id for right_id in pool.right_ids if counts[right_id] > 1)
    parts_minor = sum(part.value_minor for part in parts)
    difference_minor = pool.value_minor - parts_minor
    notes = [f"{words}: {', '.join(ids)}" for words, ids in (("in no part", left_out), ("in several", doubled)) if ids]
    origin = Explained(
        f"pool less sum of the parts, by {appraiser}",
        amount_text(difference_minor, currency),
        "; ".join(("pool - parts", *notes)),
        (pool.origin, *(part.origin for part in parts)),
    )
    return PartsAgainstPool(appraiser, pool, tuple(parts), parts_minor, difference_minor, left_out, doubled, origin)
