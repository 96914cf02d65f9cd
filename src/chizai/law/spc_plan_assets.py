"""The rest of a plan: its period, the assets, their management, borrowing and other matters."""

from dataclasses import fields

from chizai.assets.rights import Right, kind_of
from chizai.deal.model import Deal, Role
from chizai.law.asset_securitization.plan_items import (
    ASSETS,
    BORROWING,
    MANAGEMENT,
    OTHER,
    OTHER_BORROWING,
    PERIOD,
)
from chizai.law.choice_words import choice_said
from chizai.law.said import Said
from chizai.law.spc_plan_parts import (
    NOT_PLANNED,
    Content,
    Line,
    Part,
    Sources,
    changes,
    given,
    lack,
    named,
    plain,
    stated,
    told,
    unless_no,
    unplanned,
)
from chizai.law.spc_plan_securities import use_of_proceeds

LOAN_FACTS = ("amount_minor", "lender", "lender_kind", "drawn_on", "due_on", "purpose", "security")
"""Regulation, arts. 17(3) and 20(2)."""
BY_LAW = {
    "before-issue": Said(
        "changes and determinations of what is issued or borrowed, and their notices, come before the issue or loan",
        "発行又は借入れに関する事項の変更及び確定の手続(届出を含む)は、当該発行又は実行の前に行う",
    ),
    "change-after-trust": Said(
        "members resolve on a change only once the money for those who object is in trust",
        "計画変更決議は、反対した者のための相当の財産の信託が完了した後に行う",
    ),
    "small-number-placement": Said(
        "holders of a small-number placement receive a copy of the plan",
        "少人数私募の相手方に資産流動化計画の謄本又は抄本を交付する",
    ),
}
"""Statements that the Regulation, art. 21, asks of every plan to which they apply."""


def period(sources: Sources) -> dict[str, Content]:
    """Write the section on the plan period."""
    return {
        "period": (told(sources.known, "plan", "starts_on"), told(sources.known, "plan", "ends_on")),
        "business-start": (told(sources.known, "plan", "starts_on"),),
        **changes(sources, "period", PERIOD),
    }


def borrowing(sources: Sources) -> dict[str, Content]:
    """Write the section on specified borrowing."""
    cap = told(sources.known, "plan", "specified_borrowing_cap_minor")
    return _loans(sources, "borrowing", "specified", cap) | (
        {} if _none(sources, "specified_borrowing_cap_minor") else changes(sources, "borrowing", BORROWING)
    )


def other_borrowing(sources: Sources) -> dict[str, Content]:
    """Write the section on other borrowing."""
    made = _loans(sources, "other-borrowing", "other", told(sources.known, "plan", "other_borrowing_cap_minor"))
    made.pop("other-borrowing-planned")
    return made | (
        {} if _none(sources, "other_borrowing_cap_minor") else changes(sources, "other-borrowing", OTHER_BORROWING)
    )


def assets(sources: Sources) -> dict[str, Content]:
    """Write the section on the specified assets, a line of each for every right."""
    rights = sources.pool.rights
    return {
        "asset-content": (
            *(_right(sources, right) for right in rights),
            told(sources.known, "plan", "other_assets"),
        ),
        "asset-transfer": (
            *(_transfer(sources, right.id) for right in rights),
            told(sources.known, "sale", "no_buy_back"),
        ),
        "asset-timing": (
            stated(
                sources,
                Said("day of acquisition", "取得日"),
                plain(sources.deal.closing_on),
                "closing_on",
            ),
        ),
        "asset-price": (
            use_of_proceeds(sources)[-1],
            told(sources.known, "plan", "valuation_minor"),
            named(sources, Role.APPRAISER, "plan", "valuer"),
            told(sources.known, "plan", "valuer_profession"),
            told(sources.known, "plan", "valued_on"),
            *(told(sources.known, "rights", "pledged", right.id) for right in rights),
        ),
        "asset-seller": (*_sellers(sources), told(sources.known, "sale", "seller_address")),
        "asset-selector": NOT_PLANNED,
        **changes(sources, "asset", ASSETS),
    }


def management(sources: Sources) -> dict[str, Content]:
    """Write the section on management and disposal."""
    return {
        "disposal": unless_no(sources.known, "disposals", "disposal_terms"),
        "manager": (
            told(sources.known, "servicing", "route"),
            named(sources, Role.SERVICER, "servicing", "manager"),
            told(sources.known, "servicing", "manager_kind"),
            told(sources.known, "servicing", "manager_office"),
        ),
        "management": (
            told(sources.known, "servicing", "duties"),
            *(
                (told(sources.known, "servicing", "covenants"),)
                if _is(sources, "servicing", "route", "delegation")
                else ()
            ),
        ),
        "reinvestment": unless_no(sources.known, "reinvests"),
        **changes(sources, "management", MANAGEMENT),
    }


def other(sources: Sources) -> dict[str, Content]:
    """Write the section on other matters."""
    next_plan = unless_no(sources.known, "next_is_planned", "residual_treatment")
    equity = given(sources.known, "deal", "preferred_equity_minor")
    has_preferred = equity is not None and equity.value > 0
    return {
        "outline": _outline(sources),
        "specified-equity-cap": (told(sources.known, "plan", "specified_equity_cap_minor"),),
        "members-waiver": unless_no(sources.known, "members_waive"),
        "small-number-placement": _small_number(sources),
        "before-issue": (_by_law("before-issue"),),
        "change-after-trust": NOT_PLANNED
        if _none(sources, "specified_borrowing_cap_minor")
        else (_by_law("change-after-trust"),),
        "next-plan-first-kind": NOT_PLANNED if has_preferred else next_plan,
        "next-plan-second-kind": next_plan if has_preferred else NOT_PLANNED,
        "early-debts": (told(sources.known, "plan", "early_debts"),),
        "ancillary-business": (told(sources.known, "plan", "ancillary_business"),),
        "investor-protection": (*_currencies(sources), told(sources.known, "plan", "investor_matters")),
        **changes(sources, "other", OTHER),
    }


def _loans(sources: Sources, prefix: str, kind: str, cap: Part) -> dict[str, Content]:
    """Write the loans of a kind; a cap of nothing says that none is planned."""
    items = BORROWING if kind == "specified" else OTHER_BORROWING
    key = "specified_borrowing_cap_minor" if kind == "specified" else "other_borrowing_cap_minor"
    if _none(sources, key):
        return {**unplanned(items), f"{prefix}-planned": NOT_PLANNED}
    rows = sources.known.many.get("loans")
    if rows is None:
        loans: Content = (lack("loans"),)
    else:
        unsorted = tuple(lack("loans", "kind", name) for name, row in rows.items() if "kind" not in row)
        ours = [name for name, row in rows.items() if "kind" in row and row["kind"].value == kind]
        found = tuple(told(sources.known, "loans", key, name) for name in ours for key in LOAN_FACTS)
        loans = (*unsorted, *found) or NOT_PLANNED
    return {f"{prefix}-planned": (cap,), f"{prefix}-cap": (cap,), f"{prefix}-loans": loans}


def _none(sources: Sources, key: str) -> bool:
    found = given(sources.known, "plan", key)
    return found is not None and found.value == 0


def _is(sources: Sources, table: str, key: str, value: str) -> bool:
    found = given(sources.known, table, key)
    return found is not None and found.value == value


def _by_law(name: str) -> Line:
    return Line(Said("statement that the Regulation asks for", "施行規則による記載"), BY_LAW[name], None)


def _right(sources: Sources, right: Right) -> Line:
    """Describe a right by what the register says of it."""
    row = sources.known.many["rights"][right.id]
    own = {field.name for field in fields(right)} - {"id", "title", "owners", "evidence"}
    said = [str(getattr(right, name)) for name in ("number", "jurisdiction") if name in own and getattr(right, name)]
    days = [
        (label, row[key].value)
        for key, label in (
            ("filed_on", Said("filed", "出願")),
            ("registered_on", Said("registered", "登録")),
            ("expires_on", Said("expires", "満了")),
        )
        if key in row
    ]
    kind = choice_said(kind_of(right))
    english = ", ".join([kind.en, *said, *(f"{label.en} {day}" for label, day in days)])
    japanese = "、".join([kind.ja, *said, *(f"{label.ja} {plain(day).ja}" for label, day in days)])
    label = Said(f"{right.id}: {right.title}", f"{right.id}: {right.title}")
    return Line(label, Said(english, japanese), row["kind"].place)


def _transfer(sources: Sources, right_id: str) -> Part:
    """Say when a right passed to the company and whether the register shows it."""
    registered = given(sources.known, "rights", "transfer_registered_on", right_id)
    assigned = given(sources.known, "rights", "assigned_on", right_id)
    label = Said(f"{right_id}: transfer", f"{right_id}: 権利の移転")
    if assigned is None:
        return lack("rights", "assigned_on", right_id)
    if registered is None:
        said = Said("assigned on {0}, not registered", "譲渡{0}、移転登録なし").filled((assigned.value,))
        return Line(label, said, assigned.place)
    said = Said("assigned on {0}, registered on {1}", "譲渡{0}、移転登録{1}").filled((assigned.value, registered.value))
    return Line(label, said, registered.place)


def _sellers(sources: Sources) -> tuple[Part, ...]:
    """Name who transfers rights, each once."""
    rows = sources.known.many["rights"]
    lacking = tuple(lack("rights", "sellers", name) for name, row in rows.items() if "sellers" not in row)
    if lacking:
        return lacking
    first: dict[str, Line] = {}
    for row in rows.values():
        for seller in row["sellers"].value:
            first.setdefault(seller, Line(Said("transferor", "譲渡人"), Said(seller, seller), row["sellers"].place))
    return tuple(first.values())


def _outline(sources: Sources) -> tuple[Line, ...]:
    deal, pool = sources.deal, sources.pool
    rights = Said(
        f"{len(pool.rights)} rights, {len(pool.licences)} licences",
        f"権利{len(pool.rights)}件、ライセンス{len(pool.licences)}件",
    )
    return (
        stated(sources, Said("title", "名称"), Said(deal.title, deal.title_ja), "title"),
        Line(Said("assets", "特定資産"), rights, None),
        stated(
            sources,
            Said("classes", "証券"),
            _classes(deal),
            "classes",
        ),
    )


def _classes(deal: Deal) -> Said:
    kinds = [(each.id, choice_said(each.kind.value)) for each in deal.classes]
    return Said(
        ", ".join(f"{name} ({kind.en})" for name, kind in kinds),
        "、".join(f"{name}({kind.ja})" for name, kind in kinds),
    )


def _small_number(sources: Sources) -> Content:
    route = given(sources.known, "offering", "route")
    if route is None:
        return (lack("offering", "route"),)
    return (_by_law("small-number-placement"),) if route.value == "small-number" else NOT_PLANNED


def _currencies(sources: Sources) -> tuple[Line, ...]:
    """Say in which currencies royalties come, and what exchanges them."""
    paid = tuple(sorted({licence.currency for licence in sources.pool.licences}))
    swaps = tuple(each.id for each in sources.deal.streams if each.swap is not None)
    lines = [Line(Said("currencies of royalties", "実施料の通貨"), plain(paid), None)]
    if swaps:
        lines.append(stated(sources, Said("swapped", "スワップの対象"), plain(swaps), "streams"))
    return tuple(lines)
