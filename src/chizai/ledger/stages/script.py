"""Who does what, in which order: the four stages as one list."""

from chizai.ledger.stages import before_issue, issue, life, secondary
from chizai.ledger.stages.facts import LAST_PERIOD, PERIODS_OF_LIFE
from chizai.ledger.stages.turn import Turn

STAGES = {
    1: ("Before issue: rights, titles, sealed appraisals", "発行前、権利・権原・封緘された鑑定"),
    2: ("Issue: program, prospectus, ratings, register, price", "発行、プログラム・目論見書・格付・原簿・代金"),
    3: ("Life: statements, receipts, trigger, substitution, payments", "期中、計算書・入金・トリガー・入替・支払"),
    4: ("Secondary market: trade, settlement, look-through", "流通、売買・決済・ルックスルー"),
}
"""The stages, in English and Japanese."""

BEFORE_ISSUE = (
    Turn(1, "spc", before_issue.found, "makes the contracts that all share"),
    Turn(1, "trustee", before_issue.register, "registers every party under its pseudonym"),
    Turn(1, "originator", before_issue.offer_rights, "offers two rights with their chains of title"),
    Turn(1, "co-owner", before_issue.consent, "agrees as joint owner"),
    Turn(1, "counsel", before_issue.opine, "publishes a sealed opinion on title"),
    Turn(1, "appraiser-1", before_issue.appraise, "commits to a sealed appraisal"),
    Turn(1, "appraiser-2", before_issue.appraise, "commits to a sealed appraisal"),
    Turn(1, "appraiser-1", before_issue.show_appraisal, "opens its appraisal"),
    Turn(1, "appraiser-2", before_issue.show_appraisal, "opens its appraisal"),
)
ISSUE = (
    Turn(2, "spc", issue.offer_classes, "anchors the prospectus, makes classes and vault"),
    Turn(2, "rating-agency", issue.rate, "publishes indicative ratings"),
    Turn(2, "underwriter", issue.solicit, "invites the first holders"),
    Turn(2, "bank", issue.fund, "makes the money of the demonstration"),
    Turn(2, "guarantor", issue.guarantee, "publishes its guarantee and lets the vault draw"),
    Turn(2, "investor-1", issue.subscribe, "pays for its units"),
    Turn(2, "originator", issue.subscribe, "pays for the units that it retains"),
    Turn(2, "trustee", issue.approve, "attests each class as it will be issued"),
    Turn(2, "spc", issue.buy_rights, "signs and pays the price into escrow"),
    Turn(2, "trustee", issue.register_transfers, "attests registration; the price is released"),
    Turn(2, "spc", issue.issue, "issues the classes, funds the reserve"),
)
SUBSTITUTION = (
    Turn(3, "originator", life.offer_substitute, "offers a substitute"),
    Turn(3, "trustee", life.lapse, "attests that a right has ended"),
    Turn(3, "spc", life.buy_substitute, "buys the substitute"),
    Turn(3, "trustee", life.register_substitute, "attests the substitute's registration"),
)


def _period(stage: int, period: int, holders: tuple[str, ...]) -> tuple[Turn, ...]:
    return (
        Turn(stage, "bank", life.collect(period), f"credits the receipts of period {period}"),
        Turn(stage, "servicer", life.report(period), f"reports period {period}"),
        Turn(stage, "trustee", life.distribute(period), f"has the vault pay period {period}"),
        *(Turn(stage, holder, life.claim(period), f"takes its part of period {period}") for holder in holders),
        Turn(stage, "servicer", life.withdraw(period), f"takes its fee of period {period}"),
    )


LIFE = tuple(
    turn
    for period in range(1, PERIODS_OF_LIFE + 1)
    for turn in ((*SUBSTITUTION,) if period == PERIODS_OF_LIFE else ()) + _period(3, period, ("investor-1",))
)
SECONDARY = (
    Turn(4, "investor-1", secondary.sell, "signs an order to sell"),
    Turn(4, "investor-2", secondary.buy, "signs an order to buy"),
    Turn(4, "underwriter", secondary.settle, "settles the two orders"),
    *_period(4, LAST_PERIOD, ("investor-1", "investor-2")),
    Turn(4, "servicer", secondary.show_row, "shows the new holder one row"),
    Turn(4, "investor-2", secondary.look_through, "looks through to the row"),
    Turn(4, "regulator", secondary.disclose, "opens one pseudonym, on the record"),
)
SCRIPT = (*BEFORE_ISSUE, *ISSUE, *LIFE, *SECONDARY)
"""All turns, one after the other."""
