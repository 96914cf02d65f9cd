"""Who handles tokens, keeps them, or runs a market in them."""

from datetime import date

from chizai.law.checks import Test, every, where
from chizai.law.financial_instruments.placement import ACT_OF_2007, TOKENISED, TOKENS_FROM
from chizai.law.laws import FIEA, FIEA_ORDER
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

CAPITAL_JPY = Parameter(
    "trading-system-capital",
    "JPY",
    (Since(date(2007, 9, 30), 300_000_000, "Order for Enforcement of the FIEA, art. 15-11(1); the day from memory"),),
)

RULES = (
    Rule(
        id="FIEA-013",
        states=Said(
            "Who handles or keeps tokens for others is a registered type-I firm, keeps own and clients' tokens apart"
            " and identifiable, and clients' keys offline or as safely.",
            "トークンの取扱い・管理は第一種金融商品取引業に当たる。自己と顧客の分を判別できるよう分別し、鍵をオフライン等で管理する。",
        ),
        cites=(FIEA.article("29-2", 1, "8"), FIEA.article("43-2")),
        about="ledger",
        check=where(
            TOKENISED,
            every(
                Test(
                    ("firm_registered",),
                    bool,
                    Said("a registered type-I firm: {0}", "第一種金融商品取引業の登録: {0}"),
                ),
                Test(
                    ("client_assets_apart", "client_share_readable"),
                    lambda apart, readable: apart and readable,
                    Said("kept apart: {0}; each client's share readable: {1}", "分別管理: {0}、持分の判別: {1}"),
                ),
                Test(("keys_offline",), bool, Said("keys offline or as safe: {0}", "鍵のオフライン等管理: {0}")),
            ),
        ),
        consequence=Said("sanctions of the supervisor", "行政処分"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the substance was read; the numbers of the ordinance's articles are from memory and left out",
            "内容は確認済み。府令の条番号は記憶によるため示さない",
        ),
        in_force_from=TOKENS_FROM,
    ),
    Rule(
        id="FIEA-014",
        states=Said(
            "A market of holders with each other needs approval as a proprietary trading system; the light exemption"
            " does not list securities of special purpose companies; capital is JPY 300m at least.",
            "保有者間の売買の場は私設取引システムの認可を要する。特定社債・優先出資は認可を要しない類型に掲げられていない。"
            "資本金三億円以上。",
        ),
        cites=(
            FIEA.article("30", 1, words="内閣総理大臣の認可を受けなければならない"),
            FIEA_ORDER.article("15-11", 1, words="三億円とする"),
        ),
        about="ledger",
        check=where(
            Test(("is_market",), bool, Said("holders trade with each other on it: {0}", "私設取引システムの運営: {0}")),
            every(
                Test(("market_approved",), bool, Said("approved: {0}", "認可: {0}")),
                Test(
                    ("market_capital_minor",),
                    lambda capital, least: capital >= least,
                    Said("capital JPY {0}, at least {1}", "資本金{0}円({1}円以上)"),
                    using=(CAPITAL_JPY,),
                ),
            ),
        ),
        consequence=Said("an unlicensed market", "無認可の市場運営"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that neither class is on the list of the light exemption is our reading of the order",
            "軽い類型に含まれないことは、こちらの読み方",
        ),
        in_force_from=ACT_OF_2007,
    ),
)
