from dataclasses import replace

from chizai.deal.model import Group, Order
from chizai.documents.book import DealBook
from chizai.documents.clause_words import clause_sentences, members_words
from chizai.documents.language import Language
from chizai.documents.words import words_of


def test_the_payment_order_reads_as_english_sentences(book: DealBook) -> None:
    sentences = clause_sentences(book.deal, words_of(Language.ENGLISH, "JPY"))
    agent = "Agent & <i>Co</i>"
    assert [sentence.replace("From collections (account collection)", "…") for sentence in sentences] == [
        f"1. …, pay the fee agency of {agent}, then the fee collecting of {agent}, arrears included.",
        "2. …, pay interest on class A and class B, in proportion to what is due.",
        "3. Under guarantee letter of Bank, pay interest on class B.",
        "4. …, pay the scheduled principal of class A.",
        "5. …, fill account reserve to target, at most ¥500,000 a period.",
        "6. …, repay Bank (guarantee letter) for what was paid in the company's stead.",
        "7. On the final payment date only: From account reserve, move all that it holds to account collection.",
        "8. …, repay class A, then class B, then class C as far as the cash reaches.",
        "9. …, pay all that is left to class C.",
    ]


def test_the_payment_order_reads_as_japanese_sentences(book: DealBook) -> None:
    sentences = clause_sentences(book.deal, words_of(Language.JAPANESE, "JPY"))
    assert (
        sentences[1] == "2. 回収金(口座「collection」)から、トランシェA及びトランシェBの利息を支払う"
        "(支払うべき額に応じて按分)。"
    )
    assert (
        sentences[4] == "5. 回収金(口座「collection」)から、口座「reserve」を目標額まで補填する(各期の上限500,000円)。"
    )
    assert sentences[6] == "7. 最終支払期日に限り、口座「reserve」から、その全額を口座「collection」へ移す。"


def test_every_kind_of_clause_and_its_limits_read_as_english_sentences(full: DealBook) -> None:
    sentences = clause_sentences(full.deal, words_of(Language.ENGLISH, "JPY"))
    agent, cash = "Agent & <i>Co</i>", "From collections (account cash)"
    senior, line = "group senior (class A and class B in proportion to what is due)", f"{agent} (liquidity line line)"
    assert sentences == (
        "1. If milestone is reported: Holders of class A pay the undrawn part of their commitment into account cash.",
        f"2. {cash}, pay the fee f of {agent}, arrears included, at most ¥1,000,000 in each year from closing.",
        f"3. {cash}, pay interest on {senior}.",
        f"4. Under liquidity line line of {agent}, pay interest on {senior}.",
        f"5. {cash}, repay {line} for what was paid in the company's stead, interest on it first.",
        f"6. {cash}, fill account reserve to target.",
        "7. From account reserve, move what it holds above its target to account cash.",
        (
            f"8. If trigger dscr is on and call clean-up has not been made: {cash}, move all that it holds to account"
            " trap, up to 50% of the cash in account cash."
        ),
        "9. If trigger dscr is off: From account trap, move all that it holds to account cash.",
        f"10. {cash}, pay the scheduled principal of class A.",
        (
            f"11. From 2026-01-01 on: {cash}, repay {senior}, then class C as far as the cash reaches, up to the cash"
            " in account cash if trigger ltv is on, otherwise 80% of the cash in account cash."
        ),
        f"12. {cash}, pay the fee f of {agent}, arrears included.",
        "13. Add unpaid interest on class B to principal; no cash moves.",
        (
            "14. Write off principal of class C, up to the excess of the balance of ledger pdl over the principal of"
            " class C that is written off; no cash moves."
        ),
        (
            "15. If it is the final payment date: Write up principal of class C that was written off, up to the amount"
            " last paid under clause prin; no cash moves."
        ),
        "16. On the final payment date only: From account reserve, move all that it holds to account cash.",
        "17. On the final payment date only: From account trap, move all that it holds to account cash.",
        (
            f"18. Until 2027-12-31: {cash}, move all that it holds to account trap, at most ¥100,000 over the deal's"
            " life, as far as ledger pdl has a balance, which falls by it."
        ),
        (
            f"19. In March and September only: {cash}, pay all that is left to {agent}, up to 90% of the cash in"
            " account cash."
        ),
        f"20. On the final payment date only: {cash}, pay all that is left to class C.",
    )


def test_every_kind_of_clause_and_its_limits_read_as_japanese_sentences(full: DealBook) -> None:
    sentences = clause_sentences(full.deal, words_of(Language.JAPANESE, "JPY"))
    agent, cash = "Agent & <i>Co</i>", "回収金(口座「cash」)から"
    senior = "グループ「senior」(トランシェA及びトランシェBを支払うべき額に応じて按分)"
    expected = {
        0: "1. 「milestone」が報告済みの場合に限り、トランシェAの保有者が、"
        "未実行の払込約定額を口座「cash」に払い込む。",
        1: f"2. {cash}、{agent}への報酬・費用「f」を未払分とともに支払う(実行日から起算する各年の上限1,000,000円)。",
        2: f"3. {cash}、{senior}の利息を支払う。",
        3: f"4. {agent}の流動性補完枠「line」により、{senior}の利息を支払う。",
        4: f"5. {cash}、{agent}(流動性補完枠「line」)に対し、会社に代わって支払われた額を、"
        "その利息を先にして償還する。",
        6: "7. 口座「reserve」から、目標額を超える額を口座「cash」へ移す。",
        7: f"8. トリガー「dscr」が発動中、かつ、コール「clean-up」が未行使の場合に限り、{cash}、その全額を"
        "口座「trap」へ移す(上限は、口座「cash」の預金残高の50%)。",
        12: "13. トランシェBの未払利息を元本に組み入れる(資金は移動しない)。",
        13: "14. トランシェCの元本を減額する(上限は、台帳「pdl」の残高がトランシェCの減額された元本を超える額)"
        "(資金は移動しない)。",
        14: "15. 最終支払期日の場合に限り、トランシェCの減額された元本を復元する"
        "(上限は、直近に条項「prin」により支払われた額)(資金は移動しない)。",
        17: f"18. 2027年12月31日以前の支払期日において、{cash}、その全額を口座「trap」へ移す"
        "(全期間の上限100,000円)(台帳「pdl」の残高を限度とし、同額を台帳から控除する)。",
        18: f"19. 3月及び9月の支払期日に限り、{cash}、残余金の全額を{agent}へ支払う"
        "(上限は、口座「cash」の預金残高の90%)。",
    }
    assert {number: sentences[number] for number in expected} == expected


def test_groups_within_groups_say_how_each_divides(full: DealBook) -> None:
    outer = Group(id="all", members=("senior", "C"), order=Order.SEQUENTIAL)
    alone = Group(id="alone", members=("C",), order=Order.PRO_RATA)
    deal = replace(full.deal, groups=(*full.deal.groups, outer, alone))
    words = words_of(Language.ENGLISH, "JPY")
    assert members_words(deal, outer, words) == (
        "group senior (class A and class B in proportion to what is due), then class C"
    )
    assert members_words(deal, alone, words) == "class C"
