"""Who does what, in which order: the four stages as one list."""

from chizai.ledger.stages import amendment, bank, before_issue, dispute, enforce, issue, life, secondary
from chizai.ledger.stages.cast import LATER
from chizai.ledger.stages.facts import LAST_PERIOD, LATE_PERIOD, PERIODS_OF_LIFE, SHORT_PERIOD, WRONG_PERIOD
from chizai.ledger.stages.turn import Turn

STAGES = {
    1: ("Before issue: rights, titles, sealed appraisals", "発行前、権利・権原・封緘された鑑定"),
    2: ("Issue: program, prospectus, ratings, register, price", "発行、プログラム・目論見書・格付・原簿・代金"),
    3: ("Life: receipts, reports, challenges, payments, amendment", "期中、入金・報告・異議・支払・変更"),
    4: ("Secondary market: trade, look-through, orders of law", "流通、売買・ルックスルー・法的執行"),
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
    Turn(2, "spc", issue.may_issue, "asks the law before anybody is invited"),
    Turn(2, "underwriter", issue.solicit, "invites the first holders"),
    Turn(2, "bank", bank.advise(0), "tells the trustee what was paid in"),
    Turn(2, "trustee", bank.attest(0), "attests the money, each receipt once"),
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

LATE = (
    Turn(3, "rating-agency", dispute.challenge(LATE_PERIOD, "it came late"), "challenges the report"),
    Turn(3, "regulator", dispute.resolve(LATE_PERIOD, stands=True), "decides that it stands"),
)
WRONG = (
    Turn(3, "investor-1", dispute.challenge(WRONG_PERIOD, "less came in"), "challenges the report"),
    Turn(3, "trustee", dispute.resolve(WRONG_PERIOD, stands=False), "decides that it is void"),
    Turn(3, "servicer", life.report(WRONG_PERIOD, 2), "reports the period anew"),
)
SHORT = (
    Turn(3, "bank", bank.state(SHORT_PERIOD, charged=True), "states the account's balance"),
    Turn(3, "trustee", bank.reconcile(SHORT_PERIOD), "reconciles bank and ledger"),
    Turn(3, "bank", bank.state(SHORT_PERIOD, 2), "gives a charge back and states it anew"),
    Turn(3, "trustee", bank.reconcile(SHORT_PERIOD, 2), "reconciles bank and ledger"),
)
AMENDMENT = (
    Turn(3, "spc", amendment.propose, "proposes a smaller fee, and approves"),
    Turn(3, "trustee", amendment.agree, "approves the same bytes"),
    Turn(3, "underwriter", amendment.take_effect, "has the amendment take effect, as anybody could"),
)


def _period(stage: int, period: int, holders: tuple[str, ...], disputed: tuple[Turn, ...] = ()) -> tuple[Turn, ...]:
    return (
        Turn(stage, "bank", bank.advise(period), f"tells the trustee the receipts of period {period}"),
        Turn(stage, "trustee", bank.attest(period), f"attests the receipts of period {period}"),
        Turn(stage, "servicer", life.report(period), f"reports period {period}"),
        *disputed,
        Turn(stage, "trustee", life.distribute(period), f"has the vault pay period {period}"),
        *(Turn(stage, holder, life.claim(period), f"takes its part of period {period}") for holder in holders),
        Turn(stage, "servicer", life.withdraw(period), f"takes its fee of period {period}"),
    )


LIFE = (
    *_period(3, 1, ("investor-1",), (Turn(3, "trustee", life.pay_too_early, "tries to pay period 1 too early"),)),
    *_period(3, SHORT_PERIOD, ("investor-1",)),
    *SHORT,
    *_period(3, LATE_PERIOD, ("investor-1",), LATE),
    *SUBSTITUTION,
    *_period(3, PERIODS_OF_LIFE, ("investor-1",), WRONG),
    *AMENDMENT,
)
TRADE = (
    Turn(4, "trustee", enforce.attach, "freezes units that a court attached"),
    Turn(4, "investor-1", enforce.sell_attached, "tries to sell them all the same"),
    Turn(4, "investor-1", secondary.sell, "signs an order to sell what is free"),
    Turn(4, "investor-2", secondary.buy, "signs an order to buy"),
    Turn(4, "underwriter", secondary.settle, "settles the two orders"),
    Turn(4, "trustee", enforce.give_to_creditor, "transfers the attached units to the creditor"),
)
PAID_OUT = (
    Turn(4, "investor-1", bank.ask_payment, "asks for money in its own account"),
    Turn(4, "bank", bank.pay_out, "pays it"),
    Turn(4, "trustee", bank.confirm, "attests the payment"),
    Turn(4, "bank", bank.state(LAST_PERIOD), "states the account's balance"),
    Turn(4, "trustee", bank.reconcile(LAST_PERIOD), "reconciles bank and ledger"),
)
RECOVERY = (
    Turn(4, "trustee", enforce.freeze_lost, "freezes the account of a holder that lost its words"),
    Turn(4, "investor-2", enforce.use_lost, "tries to sell with the old words"),
    Turn(4, "trustee", enforce.recover, "registers the holder anew and moves its units"),
    Turn(4, LATER, enforce.claim_lost, "takes what the lost account had not taken"),
    Turn(4, "spc", enforce.grant_again, "opens the prospectus to its new key"),
)
SECONDARY = (
    *TRADE,
    *_period(4, LAST_PERIOD, ("investor-1",)),
    Turn(4, "servicer", secondary.show_row, "shows the new holder one row"),
    Turn(4, "investor-2", secondary.look_through, "looks through to the row"),
    Turn(4, "regulator", secondary.disclose, "opens one pseudonym, on the record"),
    *PAID_OUT,
    *RECOVERY,
)
SCRIPT = (*BEFORE_ISSUE, *ISSUE, *LIFE, *SECONDARY)
"""All turns, one after the other."""
