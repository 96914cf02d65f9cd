"""Series that carry on under another name: a payor that is renamed has not stopped paying.

Names decide, and the periods in which each brings something, never amounts: to join what fits by its amounts would hide
the falls that a back-test looks for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from unicodedata import normalize

from chizai.forecast.history_model.series import Series

PARTS = " / "
"""Between the columns that together name a series."""
MOST_SHARING = 3
"""A word that more names of a table have tells nothing: the old, the new, and one before or after them."""
LEAST_LETTERS = 2
"""A shorter word is an initial."""
JAPANESE_FORMS = re.compile(r"株式会社|有限会社|合同会社|\(株\)")
FORMS = frozenset(
    """ab ag and as asa bv co companies company corp corporation gmbh group holding holdings ii iii inc incorporated
    international iv kg limited llc llp lp ltd nv of oy plc pty sa sas sarl spa srl the""".split()  # noqa: SIM905 - a list
)
"""Words of legal forms and the like, which name nobody."""
_WORD = re.compile(r"[^\W_][\w&']*")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A series that ends where another of nearly the same name begins."""

    old: str
    new: str
    period: int
    """The first of the new name, counted from 0."""


def join_renamed(series: Sequence[Series]) -> tuple[tuple[Series, ...], tuple[Renamed, ...]]:
    """Read as one what carries on under another name.

    One name is taken to carry on as another where the old one's last amount in all of the periods and the new one's
    first stand in two that follow each other; the new name has the first telling word of the old one, and no other name
    that ends or begins there has it; one of the two has every telling word of the other; and both have the same
    numbers. A word tells where at most `MOST_SHARING` names have it and it is no legal form. Where several columns name
    a series, this holds of the first, and the others are alike. A name without spaces, as Japanese ones are, is one
    word: it carries on where nothing but the legal form differs.

    Args:
        series: on the same periods.

    Returns:
        the series, each under its last name, in the order of names; and what was joined, in the order of periods.
    """
    renamed = tuple(_renamed(series))
    before = {one.new: one.old for one in renamed}
    by_id = {one.id: one for one in series}
    gone = set(before.values())
    joined = []
    for one in series:
        if one.id not in gone:
            values, name = one.values, one.id
            while name in before:
                name = before[name]
                values = tuple(map(_added, by_id[name].values, values))
            joined.append(Series(one.id, values, one.periods_a_year))
    return tuple(joined), renamed


def _renamed(series: Sequence[Series]) -> Iterator[Renamed]:
    spans = {one.id: span for one in series if (span := brought_span(one)) is not None}
    telling = _telling(spans)
    ended: dict[tuple[int, str, str], list[str]] = {}
    begun: dict[tuple[int, str, str], list[str]] = {}
    for name, (first, last) in spans.items():
        others = name.partition(PARTS)[2]
        for word in telling[name][:1]:
            ended.setdefault((last + 1, word, others), []).append(name)
        for word in set(telling[name]):
            begun.setdefault((first, word, others), []).append(name)
    for key in sorted(ended.keys() & begun.keys()):
        if len(ended[key]) == len(begun[key]) == 1 and _are_one(ended[key][0], begun[key][0], telling):
            yield Renamed(ended[key][0], begun[key][0], key[0])


def _telling(names: Iterable[str]) -> dict[str, list[str]]:
    """Give the words that tell each name from others: no numbers and initials, and few names have them."""
    words = {name: _words(name.partition(PARTS)[0]) for name in names}
    firsts = {name.partition(PARTS)[0]: set(found) for name, found in words.items()}
    sharing = Counter(word for found in firsts.values() for word in found)
    return {
        name: [
            word
            for word in found
            if len(word) >= LEAST_LETTERS and not word.isdigit() and sharing[word] <= MOST_SHARING
        ]
        for name, found in words.items()
    }


def _are_one(old: str, new: str, telling: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether one name has all that tells the other, and neither has a number that the other has not."""
    numbers = [{word for word in _words(name.partition(PARTS)[0]) if word.isdigit()} for name in (old, new)]
    words = set(telling[old]), set(telling[new])
    return numbers[0] == numbers[1] and (words[0] <= words[1] or words[1] <= words[0])


def brought_span(series: Series) -> tuple[int, int] | None:
    """Give the first and the last period that brought something, counted from 0; none where nothing ever came."""
    brought = [index for index, value in enumerate(series.values) if value and not isnan(value)]
    return (brought[0], brought[-1]) if brought else None


def _words(name: str) -> list[str]:
    plain = JAPANESE_FORMS.sub(" ", normalize("NFKC", name)).replace(".", "").casefold()
    return [word for word in _WORD.findall(plain) if word not in FORMS]


def _added(old: float, new: float) -> float:
    """Add what both names brought; where one of them is not known, it is what the other brought."""
    if isnan(old):
        return new
    return old if isnan(new) else old + new
