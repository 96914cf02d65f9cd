"""The securities of a plan: preferred equity and specified bonds, out of the deal's own classes and clauses."""

from chizai.deal.model import ClassKind, Role, SecurityClass
from chizai.deal.periods import deal_periods
from chizai.law.asset_securitization.plan_items import BONDS, NOTES, PREFERRED, SHORT_TERM
from chizai.law.from_deal import ranks
from chizai.law.said import Said
from chizai.law.spc_plan_clauses import early_redemption, paying_clauses, payment_order
from chizai.law.spc_plan_parts import (
    NOT_PLANNED,
    Content,
    Line,
    Part,
    Sources,
    changes,
    given,
    lack,
    money_said,
    named,
    plain,
    stated,
    told,
    unless_no,
    unplanned,
)
from chizai.units.rate import format_ppm

MEETINGS = Said("Act, art. 129: resolutions by class", "法第129条: 種類ごとに組織し、決議する")


def preferred(sources: Sources) -> dict[str, Content]:
    """Write the section on preferred equity."""
    classes = _of_kind(sources, ClassKind.PREFERRED_EQUITY)
    if not classes:
        return unplanned(PREFERRED)
    return {
        "preferred-planned": _planned(sources, classes),
        "preferred-cap": tuple(_cap_units(sources, classes)),
        "preferred-content": tuple(
            part for each in classes for part in (_content(sources, each), *paying_clauses(sources, each))
        ),
        "preferred-cap-by-kind": tuple(part for each in classes for part in _cap_units(sources, (each,))),
        "preferred-timing": _timing(sources, classes),
        "preferred-price": tuple(part for each in classes for part in _price(sources, each)),
        "preferred-use": use_of_proceeds(sources),
        "preferred-terms": unless_no(sources.known, "favourable_issue"),
        "preferred-cancellation": unless_no(sources.known, "preferred_cancellation"),
        "preferred-reduction": (told(sources.known, "plan", "preferred_reduction"),),
        **changes(sources, "preferred", PREFERRED),
    }


def bonds(sources: Sources) -> dict[str, Content]:
    """Write the section on specified bonds other than short-term ones."""
    classes = tuple(each for each in _of_kind(sources, ClassKind.SPECIFIED_BOND) if not _is_short_term(sources, each))
    if not classes:
        return unplanned(BONDS)
    made = _bonds(sources, classes, "bonds")
    return {
        **made,
        "bonds-total": tuple(told(sources.known, "classes", "plan_cap_minor", each.id) for each in classes),
        "bonds-early-redemption": early_redemption(sources),
        "bonds-administrator": _administrator(sources),
        "bonds-meetings": (
            Line(Said("meetings", "特定社債権者集会"), MEETINGS, None),
            *(told(sources.known, "classes", "has_own_meeting", each.id) for each in classes),
        ),
        "convertible-bonds": NOT_PLANNED,
        "warrant-bonds": NOT_PLANNED,
        **changes(sources, "bonds", BONDS),
    }


def short_term(sources: Sources) -> dict[str, Content]:
    """Write the section on short-term specified bonds."""
    every = _of_kind(sources, ClassKind.SPECIFIED_BOND)
    unknown = [each for each in every if given(sources.known, "classes", "is_called_short_term", each.id) is None]
    classes = tuple(each for each in every if _is_short_term(sources, each))
    if not classes:
        lacking = tuple(lack("classes", "is_called_short_term", each.id) for each in unknown)
        return {**unplanned(SHORT_TERM), "short-term-planned": lacking or NOT_PLANNED}
    return {
        **_bonds(sources, classes, "short-term"),
        "short-term-cap": tuple(told(sources.known, "classes", "plan_cap_minor", each.id) for each in classes),
        **changes(sources, "short-term", SHORT_TERM),
    }


def notes(_sources: Sources) -> dict[str, Content]:
    """Write the section on promissory notes: no class of a deal is one."""
    return unplanned(NOTES)


def use_of_proceeds(sources: Sources) -> tuple[Line, ...]:
    """Say what the money is for: costs, opening balances, and the rights with what is left."""
    deal = sources.deal
    raised_minor = sum(each.balance_minor * each.issue_price_ppm // 1_000_000 for each in deal.classes)
    opening_minor = sum(account.opening_minor for account in deal.accounts)
    rest_minor = raised_minor - deal.closing_costs_minor - opening_minor
    rights = Said("purchase of the rights", "特定資産の取得")
    return (
        stated(
            sources,
            Said("costs of the issue", "発行費用"),
            _money(sources, deal.closing_costs_minor),
            "closing_costs_minor",
        ),
        stated(sources, Said("opening balances", "口座の当初残高"), _money(sources, opening_minor), "accounts"),
        stated(sources, rights, _money(sources, rest_minor), "classes"),
    )


def _bonds(sources: Sources, classes: tuple[SecurityClass, ...], prefix: str) -> dict[str, Content]:
    """Write the items that bonds and short-term bonds share."""
    return {
        f"{prefix}-planned": _planned(sources, classes),
        f"{prefix}-content": tuple(_content(sources, each) for each in classes),
        f"{prefix}-timing": _timing(sources, classes),
        f"{prefix}-price": tuple(part for each in classes for part in (*_price(sources, each), _coupon(sources, each))),
        f"{prefix}-use": use_of_proceeds(sources),
        f"{prefix}-support": _support(sources),
        f"{prefix}-redemption": (
            *(part for each in classes for part in _redemption(sources, each)),
            *payment_order(sources),
        ),
        f"{prefix}-lien": tuple(told(sources.known, "classes", "lien_is_waived", each.id) for each in classes),
    }


def _of_kind(sources: Sources, kind: ClassKind) -> tuple[SecurityClass, ...]:
    return tuple(each for each in sources.deal.classes if each.kind is kind)


def _is_short_term(sources: Sources, each: SecurityClass) -> bool:
    found = given(sources.known, "classes", "is_called_short_term", each.id)
    return found is not None and bool(found.value)


def _money(sources: Sources, amount_minor: int) -> Said:
    return money_said(amount_minor, sources.deal.currency)


def _name(each: SecurityClass) -> Said:
    return Said(f"class {each.id}", f"クラス{each.id}")


def _planned(sources: Sources, classes: tuple[SecurityClass, ...]) -> tuple[Line, ...]:
    names = tuple(each.id for each in classes)
    return (stated(sources, Said("planned", "予定する"), plain(names), "classes"),)


def _timing(sources: Sources, classes: tuple[SecurityClass, ...]) -> tuple[Line, ...]:
    day = plain(sources.deal.closing_on)
    return tuple(stated(sources, _name(each), day, "closing_on") for each in classes)


def _content(sources: Sources, each: SecurityClass) -> Line:
    amount, unit = _money(sources, each.balance_minor), _money(sources, each.unit_minor)
    rank = ranks(sources.deal)[each.id]
    said = Said(
        f"{amount.en} in units of {unit.en}; principal ranks {rank}",
        f"{amount.ja}、一口{unit.ja}、元本弁済の順位 {rank}",
    )
    return stated(sources, _name(each), said, f"classes ({each.id})")


def _cap_units(sources: Sources, classes: tuple[SecurityClass, ...]) -> tuple[Part, ...]:
    """Say the most units by the plan, of all the classes together."""
    caps = [(each, given(sources.known, "classes", "plan_cap_minor", each.id)) for each in classes]
    lacking = tuple(lack("classes", "plan_cap_minor", each.id) for each, cap in caps if cap is None)
    if lacking:
        return lacking
    units = sum(cap.value // each.unit_minor for each, cap in caps if cap is not None)
    place = next(cap.place for _, cap in caps if cap is not None)
    label = Said("most units", "総口数の最高限度") if len(classes) > 1 else _name(classes[0])
    return (Line(label, Said(f"{units:,} units", f"{units:,}口"), place),)


def _price(sources: Sources, each: SecurityClass) -> tuple[Part, ...]:
    units = (each.balance_minor + each.commitment_minor) // each.unit_minor
    price = _money(sources, each.unit_minor * each.issue_price_ppm // 1_000_000)
    said = Said(f"{units:,} units at {price.en}", f"{units:,}口、一口の払込金額{price.ja}")
    return stated(sources, _name(each), said, f"classes ({each.id})"), told(sources.known, "offering", "route")


def _coupon(sources: Sources, each: SecurityClass) -> Line:
    rate, count = format_ppm(each.coupon_ppm_annual), each.day_count.value
    if each.floating is None:
        said = Said(f"{rate} a year, {count}", f"年{rate}、{count}")
    else:
        said = Said(
            f"{each.floating.index} and {rate} a year, {count}", f"{each.floating.index}に年{rate}を加えた率、{count}"
        )
    for step in each.coupon_steps:
        later = format_ppm(step.coupon_ppm_annual)
        said = Said(f"{said.en}; {later} from {step.from_on}", f"{said.ja}、{plain(step.from_on).ja}から年{later}")
    return stated(sources, Said(f"class {each.id}: interest", f"クラス{each.id}: 利率"), said, f"classes ({each.id})")


def _redemption(sources: Sources, each: SecurityClass) -> tuple[Line, ...]:
    periods, scheduled = deal_periods(sources.deal), format_ppm(each.scheduled_principal_ppm)
    first, last = periods[0].pay_on, periods[-1].pay_on
    dates = Said("{0} payment dates from {1} to {2}", "{1}から{2}までの{0}回の支払日").filled(
        (len(periods), first, last)
    )
    plan = Said(f"{scheduled} of the principal each", f"各回元本の{scheduled}")
    if each.planned_balances:
        plan = Said("by planned balances", "計画残高による")
    elif not each.scheduled_principal_ppm:
        plan = Said(
            "principal in the payment order, at the latest on the last", "元本は支払順位に従い、最終支払日までに償還"
        )
    return (
        stated(sources, _name(each), dates, "schedule"),
        stated(sources, _name(each), plan, f"classes ({each.id})"),
    )


def _support(sources: Sources) -> Content:
    """Say what stands behind the bonds: guarantees, liquidity lines, reserves, the classes below."""
    deal = sources.deal
    promises = [
        stated(
            sources,
            Said("liquidity line", "流動性補完") if each.revolving else Said("guarantee", "信用補完(保証)"),
            Said(
                f"{each.provider}: {_money(sources, each.limit_minor).en}",
                f"{each.provider}: {_money(sources, each.limit_minor).ja}",
            ),
            f"guarantees ({each.id})",
        )
        for each in deal.guarantees
    ]
    reserves = [
        stated(
            sources,
            Said(f"reserve {each.id}", f"積立金 {each.id}"),
            Said(each.target, each.target) if each.target else _money(sources, each.target_minor or 0),
            f"accounts ({each.id})",
        )
        for each in deal.accounts
        if each.target or each.target_minor
    ]
    below = sum(each.balance_minor for each in deal.classes if each.kind is ClassKind.PREFERRED_EQUITY)
    equity = (
        [stated(sources, Said("preferred equity below", "優先出資による劣後"), _money(sources, below), "classes")]
        if below
        else []
    )
    return (*promises, *reserves, *equity) or NOT_PLANNED


def _administrator(sources: Sources) -> Content:
    kind = given(sources.known, "plan", "administrator_kind")
    if kind is not None and kind.value == "none":
        return NOT_PLANNED
    return (
        named(sources, Role.TRUSTEE, "plan", "administrator"),
        told(sources.known, "plan", "administrator_kind"),
    )
