"""How long a right lives, by the statutes of Japan.

The years and the days on which they changed are in `TERMS` and `COPYRIGHT_TERMS`, each beside its article. Patent,
utility model, design and trademark follow the Japan Patent Office's tariff pages and the statutes as in force in 2026;
the earlier terms of utility models (six years) and of copyright (fifty years), and the days of change in copyright, are
from memory and to be verified at their source.

A term counted from a day does not count that day (Patent Act, art. 3(1)(i); the sister acts apply it, and Civil Code,
art. 140), so it ends at the close of the same day of the last year, and from the last of February always on the last of
February. Not covered, and shorter here than they may be in truth: films under the old act of 1899 whose author is a
person, and the wartime additions for authors of Allied states.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from chizai.assets.placed import Placed
from chizai.assets.rights import (
    Authorship,
    Copyright,
    Design,
    Patent,
    Right,
    Trademark,
    TradeSecret,
    UtilityModel,
    kind_of,
)
from chizai.units.explain import Explained
from chizai.units.result import Failure, Reason
from chizai.units.schedule import MONTHS_A_YEAR, add_months

EXTENSION_YEARS_MAX = 5
"""The longest extension of a patent (Patent Act, art. 67(4))."""


@dataclass(frozen=True, slots=True)
class TermRule:
    """The term of rights that were filed from a day on."""

    filed_from_on: date
    years: int
    from_registration: bool
    """Whether the years run from registration, or from filing."""
    article: str


TERMS: dict[type[Right], tuple[TermRule, ...]] = {
    Patent: (TermRule(date.min, 20, from_registration=False, article="Patent Act, art. 67(1)"),),
    UtilityModel: (
        TermRule(date(2005, 4, 1), 10, from_registration=False, article="Utility Model Act, art. 15"),
        TermRule(date.min, 6, from_registration=False, article="Utility Model Act, art. 15 before 1 April 2005"),
    ),
    Design: (
        TermRule(date(2020, 4, 1), 25, from_registration=False, article="Design Act, art. 21(1)"),
        TermRule(date(2007, 4, 1), 20, from_registration=True, article="Design Act, art. 21(1) before 1 April 2020"),
        TermRule(date.min, 15, from_registration=True, article="Design Act, art. 21(1) before 1 April 2007"),
    ),
    Trademark: (TermRule(date.min, 10, from_registration=True, article="Trademark Act, art. 19(1), 19(2)"),),
}
"""The terms of registered rights, the latest rule first."""


@dataclass(frozen=True, slots=True)
class CopyrightRule:
    """The years that a copyright had from a day on, for works whose copyright still lived on that day."""

    in_force_on: date
    years: int


_CHANGED_2018 = CopyrightRule(date(2018, 12, 30), 70)
_ACT_OF_1970 = CopyrightRule(date(1971, 1, 1), 50)
COPYRIGHT_TERMS = {
    Authorship.PERSON: (_ACT_OF_1970, _CHANGED_2018),
    Authorship.CORPORATE: (_ACT_OF_1970, _CHANGED_2018),
    Authorship.FILM: (_ACT_OF_1970, CopyrightRule(date(2004, 1, 1), 70)),
}
"""The terms of copyright, the oldest rule first; a change revives nothing that had expired."""
COPYRIGHT_ARTICLES = {
    Authorship.PERSON: "Copyright Act, art. 51(2), 57",
    Authorship.CORPORATE: "Copyright Act, art. 53(1), 57",
    Authorship.FILM: "Copyright Act, art. 54(1), 57",
}


def expires_on(right: Right) -> date | None:
    """Give the last day on which a right lives, or none where it has no fixed end.

    A right whose term runs from a registration that is still pending is counted from filing, so that its life is never
    overstated. Annual fees and renewals to come are taken as neither paid nor unpaid: a trademark counts the renewals
    that it had.

    Returns:
        the last day; none for a trade secret, a copyright whose author lives, and a work of a body or a film that is
        not published.
    """
    return _life(right)[0]


def term_explained(right: Right) -> Explained:
    """Tell a right's last day with the article and the facts that make it.

    The statute applied is Japan's; for a right of another country the explanation says so.
    """
    end_on, because, facts = _life(right)
    if right.jurisdiction != "JP":
        because += f"; Japan's statute applied to a right of {right.jurisdiction}: verify"
    parts = tuple(Explained(label, value) for label, value in facts)
    return Explained(f"last day of {kind_of(right)} {right.id}", str(end_on or "no fixed end"), because, parts)


def check_term(right: Placed[Right]) -> tuple[Failure, ...]:
    """Find what makes a right's term impossible: too long an extension, a missing publication, dates out of order."""
    subject = right.value
    if isinstance(subject, Patent):
        return _check_extension(right, subject) + _check_registration(right, subject)
    if isinstance(subject, Copyright):
        return _check_publication(right, subject)
    if isinstance(subject, TradeSecret):
        return ()
    return _check_registration(right, subject)


def _life(right: Right) -> tuple[date | None, str, tuple[tuple[str, str], ...]]:
    """Give the last day, the rule and the facts it used."""
    if isinstance(right, TradeSecret):
        since = ("kept secret since", str(right.kept_secret_since))
        return None, "lives while it is secret: Unfair Competition Prevention Act, art. 2(6)", (since,)
    if isinstance(right, Copyright):
        return _copyright_life(right)
    rule = next(rule for rule in TERMS[type(right)] if right.filed_on >= rule.filed_from_on)
    years = rule.years * (1 + right.renewals) if isinstance(right, Trademark) else rule.years
    registered_on = right.registered_on if rule.from_registration else None
    start_on = registered_on or right.filed_on
    end_on = _years_after(start_on, years)
    because = f"{years} years from {'registration' if registered_on else 'filing'}: {rule.article}"
    facts = [("filed on", str(right.filed_on)), ("registered on", str(right.registered_on or "pending"))]
    if rule.from_registration and registered_on is None:
        because += "; registration is pending, so counted from filing, the earliest day it could have had"
    if isinstance(right, Trademark):
        facts.append(("renewals", str(right.renewals)))
    if isinstance(right, Patent) and right.extension_days:
        end_on += timedelta(days=right.extension_days)
        because += ", and the registered extension: art. 67(2), 67(4)"
        facts.append(("extension", f"{right.extension_days} days"))
    return end_on, because, tuple(facts)


def _copyright_life(right: Copyright) -> tuple[date | None, str, tuple[tuple[str, str], ...]]:
    of_person = right.authorship is Authorship.PERSON
    start_on = right.author_died_on if of_person else right.published_on
    event = "author died on" if of_person else "published on"
    article = COPYRIGHT_ARTICLES[right.authorship]
    if start_on is None:
        return None, f"the term has not begun to run: {article}", ((event, "not yet"),)
    rules = COPYRIGHT_TERMS[right.authorship]
    rule = rules[0]
    for later in rules[1:]:
        if _year_end(start_on, rule.years) >= later.in_force_on:
            rule = later
    because = f"{rule.years} years from 1 January after: {article}"
    if rule is not rules[-1]:
        because += f"; expired before the longer term of {rules[-1].in_force_on}, which revives nothing"
    return _year_end(start_on, rule.years), because, ((event, str(start_on)),)


def _year_end(day: date, years: int) -> date:
    return date(day.year + years, 12, 31)


def _years_after(day: date, years: int) -> date:
    """Give the last day of years that begin after a day: the eve of the day that corresponds to their first.

    Where no day corresponds it is the month's last (Patent Act, art. 3(1)(ii); Civil Code, art. 143(2)).
    """
    first_on = day + timedelta(days=1)
    corresponding_on = add_months(first_on, years * MONTHS_A_YEAR)
    return corresponding_on - timedelta(days=corresponding_on.day == first_on.day)


def _check_extension(right: Placed[Right], patent: Patent) -> tuple[Failure, ...]:
    base_on = _years_after(patent.filed_on, TERMS[Patent][0].years)
    longest_days = (_years_after(base_on, EXTENSION_YEARS_MAX) - base_on).days
    if patent.extension_days <= longest_days:
        return ()
    what = f"the extension of patent {patent.id} is {patent.extension_days} days"
    why = (
        f"a term is extended by at most {EXTENSION_YEARS_MAX} years, here {longest_days} days (Patent Act, art. 67(4))"
    )
    fix = "write the days of the extension as the register shows them"
    return (Failure(Reason.OUT_OF_RANGE, right.at("extension_days"), what, why, fix),)


def _check_registration(
    right: Placed[Right], subject: Patent | UtilityModel | Design | Trademark
) -> tuple[Failure, ...]:
    if subject.registered_on is None or subject.registered_on >= subject.filed_on:
        return ()
    what = f"{subject.id} was registered on {subject.registered_on}, before it was filed on {subject.filed_on}"
    why = "registration follows the application"
    return (Failure(Reason.INCONSISTENT, right.at("registered_on"), what, why, "correct one of the two dates"),)


def _check_publication(right: Placed[Right], work: Copyright) -> tuple[Failure, ...]:
    if work.authorship is Authorship.PERSON or work.published_on is not None:
        return ()
    what = f"{work.id} has no day of first publication"
    why = f"the term of a {work.authorship} work runs from it ({COPYRIGHT_ARTICLES[work.authorship]})"
    return (Failure(Reason.MISSING, right.at("published_on"), what, why, "add the day, or its year's last day"),)
