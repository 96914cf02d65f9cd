"""The route of an offering: which ways are open, what the ledger must enforce, and which forms are filed when."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chizai.law.checks import Check, Each, Outcome, Ruling, Test, apply, every
from chizai.law.deadlines import months_after
from chizai.law.facts import Known
from chizai.law.financial_instruments.disclosure import REGISTERED, REPORT_MONTHS, WAITING_DAYS
from chizai.law.financial_instruments.placement import PUBLIC_FROM_PERSONS, SPLIT_BELOW_UNITS, count_solicited
from chizai.law.said import Said


class Route(StrEnum):
    """A way of offering, as `offering.route` names it."""

    QUALIFIED_ONLY = "qualified-only"
    SMALL_NUMBER = "small-number"
    SPECIFIED_INVESTORS = "specified-investors"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class RouteView:
    """Whether a route is open, and why."""

    route: Route
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class TransferRules:
    """What the token of a class must enforce: the fields of `TransferRules` of the contracts, one by one."""

    eligible: tuple[str, ...]
    """Classes of investor that may receive: `general`, `professional`, `qualified`."""
    whole_block_only: bool
    qualified_among_themselves: bool
    units_below: int
    """The issue has fewer units than this and none is split; 0: no such rule."""
    solicited_max: int
    """How many may be solicited; 0: no limit."""
    solicited_before: int


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is filed with the Kanto Local Finance Bureau."""

    number: str
    """As in the ordinance, such as `5-2`."""
    edinet_code: str
    name: Said
    due_on: date | None
    """The last day; none where it hangs on an event that is not known yet."""
    due: Said
    """When it is due, in words."""


QUALIFIED_ALONE = Each(
    "investors",
    Test(("qualified",), bool, Said("a person solicited is qualified: {0}", "相手方は適格機関投資家: {0}")),
)
FEW = Test(
    ("investors[].qualified", "offering.resale_limited", "offering.solicited_before"),
    lambda qualified, limited, before, most: count_solicited(qualified, before, limited=limited) < most,
    Said("{4} persons count as solicited; fewer than {3} are few", "勧誘の相手方は通算{4}名({3}名未満)"),
    using=(PUBLIC_FROM_PERSONS,),
    also=lambda qualified, limited, before, _: (count_solicited(qualified, before, limited=limited),),
)
SPECIFIED_ALONE = every(
    Each(
        "investors",
        Test(("specified",), bool, Said("a person solicited is a specified investor: {0}", "相手方は特定投資家: {0}")),
    ),
    Test(
        ("offering.through_securities_firm",),
        bool,
        Said("a securities firm solicits: {0}", "金融商品取引業者等による勧誘: {0}"),
    ),
)
CONDITIONS: dict[Route, Check | None] = {
    Route.QUALIFIED_ONLY: QUALIFIED_ALONE,
    Route.SMALL_NUMBER: FEW,
    Route.SPECIFIED_INVESTORS: SPECIFIED_ALONE,
    Route.PUBLIC: None,
}
"""What makes each route open, the lightest duties first; a public offering always is, after registration."""


def routes_of(known: Known) -> tuple[RouteView, ...]:
    """Say of each route whether those who were solicited leave it open; the lightest duties come first."""
    return tuple(
        RouteView(route, Ruling(Outcome.PASSED) if check is None else apply(check, known, "offering", None))
        for route, check in CONDITIONS.items()
    )


def route_of(known: Known) -> Route | None:
    """Give the route that the deal names, or the open one with the lightest duties; none while that is unknown."""
    named = known.one.get("offering", {}).get("route")
    if named is not None:
        return Route(named.value)
    for view in routes_of(known):
        if view.ruling.outcome is not Outcome.FAILED:
            return view.route if view.ruling.outcome is Outcome.PASSED else None
    raise AssertionError("a public offering is always open")


def transfer_rules(route: Route, known: Known, units: int) -> TransferRules:
    """Give what the token of a class must enforce on a route.

    A small-number placement of fewer than fifty units may let parts of a holding go as long as no unit is split, which
    tokens without decimals never do; a larger one moves whole blocks alone.

    Args:
        route: the route of the offering.
        known: what is known of the deal, for those solicited before and for the law's day.
        units: the units of the class.
    """
    limited, before = _given(known, "resale_limited") is True, _given(known, "solicited_before")
    match route:
        case Route.QUALIFIED_ONLY:
            return TransferRules(("qualified",), False, True, 0, 0, 0)  # noqa: FBT003 - fields in their order
        case Route.SPECIFIED_INVESTORS:
            return TransferRules(("professional", "qualified"), False, False, 0, 0, 0)  # noqa: FBT003 - as above
        case Route.SMALL_NUMBER:
            few_units = SPLIT_BELOW_UNITS.on(known.as_of_on) or 0
            persons = PUBLIC_FROM_PERSONS.on(known.as_of_on) or 0
            return TransferRules(
                eligible=("general", "professional", "qualified"),
                whole_block_only=units >= few_units,
                qualified_among_themselves=limited,
                units_below=few_units if units < few_units else 0,
                solicited_max=persons - 1,
                solicited_before=before if isinstance(before, int) else 0,
            )
        case Route.PUBLIC:
            return TransferRules(("general", "professional", "qualified"), False, False, 0, 0, 0)  # noqa: FBT003


def forms_of(route: Route, known: Known, year_ends_on: date | None) -> tuple[Form, ...]:
    """List the forms that a route asks for; a placement files none.

    Args:
        route: the route of the offering.
        known: what is known of the deal.
        year_ends_on: the end of the first business year, for the reports that follow it; none if it is not known.
    """
    if route is not Route.PUBLIC:
        return ()
    if apply(REGISTERED, known, "offering", None).outcome is Outcome.FAILED:
        return (_notice(known),)
    sold_on = _given(known, "sold_from_on")
    days = WAITING_DAYS.on(known.as_of_on) or 0
    months = REPORT_MONTHS.on(known.as_of_on) or 0
    half_on = None if year_ends_on is None else months_after(year_ends_on, -6)
    return (
        Form(
            "5-2",
            "052000",
            Said("securities registration statement (domestic asset-backed securities)", "有価証券届出書"),
            sold_on - timedelta(days=days + 1) if isinstance(sold_on, date) else None,
            Said(
                f"before anybody is solicited, and {days} days before the first sale unless the period is shortened",
                f"勧誘の前、かつ取得させる日の{days}日前まで(短縮の場合を除く)",
            ),
        ),
        Form(
            "11-2",
            "112000",
            Said("half-year report", "半期報告書"),
            None if half_on is None else months_after(half_on, months),
            Said(f"within {months} months of the sixth month of each business year", f"半期経過後{months}月以内"),
        ),
        Form(
            "8-2",
            "082000",
            Said("annual securities report", "有価証券報告書"),
            None if year_ends_on is None else months_after(year_ends_on, months),
            Said(f"within {months} months of each business year's end", f"事業年度経過後{months}月以内"),
        ),
    )


def _notice(known: Known) -> Form:
    solicited_on = _given(known, "solicited_from_on")
    return Form(
        "2-2",
        "022000",
        Said("securities notice (domestic asset-backed securities)", "有価証券通知書"),
        solicited_on - timedelta(days=1) if isinstance(solicited_on, date) else None,
        Said("by the day before solicitation begins", "勧誘開始日の前日まで"),
    )


def _given(known: Known, key: str) -> object:
    given = known.one.get("offering", {}).get(key)
    return None if given is None else given.value
