from chizai.documents.book import DealBook
from chizai.documents.clause_words import clause_sentences
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
