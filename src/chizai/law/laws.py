"""The laws of Japan that the rules cite, by the numbers of the official law database."""

from chizai.law.citation import Law
from chizai.law.said import Said

ASA = Law("410AC0000000105", Said("Asset Securitization Act", "資産の流動化に関する法律"))
ASA_ORDER = Law(
    "412CO0000000479", Said("Order for Enforcement of the Asset Securitization Act", "資産の流動化に関する法律施行令")
)
ASA_REGULATION = Law(
    "412M50000002128",
    Said("Ordinance for Enforcement of the Asset Securitization Act", "資産の流動化に関する法律施行規則"),
)
PATENT = Law("334AC0000000121", Said("Patent Act", "特許法"))
UTILITY_MODEL = Law("334AC0000000123", Said("Utility Model Act", "実用新案法"))
DESIGN = Law("334AC0000000125", Said("Design Act", "意匠法"))
TRADEMARK = Law("334AC0000000127", Said("Trademark Act", "商標法"))
COPYRIGHT = Law("345AC0000000048", Said("Copyright Act", "著作権法"))
CIVIL_CODE = Law("129AC0000000089", Said("Civil Code", "民法"))
CLAIMS_REGISTRATION = Law(
    "410AC0000000104",
    Said(
        "Act on Special Provisions of the Civil Code on the Perfection of Assignments of Movables and Claims",
        "動産及び債権の譲渡の対抗要件に関する民法の特例等に関する法律",
    ),
)
APPLICABLE_LAW = Law("418AC0000000078", Said("Act on General Rules for Application of Laws", "法の適用に関する通則法"))
COMPETITIVENESS = Law("425AC0000000098", Said("Industrial Competitiveness Enhancement Act", "産業競争力強化法"))
BANKRUPTCY = Law("416AC0000000075", Said("Bankruptcy Act", "破産法"))
REORGANIZATION = Law("414AC0000000154", Said("Corporate Reorganization Act", "会社更生法"))
TRUST = Law("418AC0000000108", Said("Trust Act", "信託法"))
COMPANIES = Law("417AC0000000086", Said("Companies Act", "会社法"))
FIEA = Law("323AC0000000025", Said("Financial Instruments and Exchange Act", "金融商品取引法"))
FIEA_ORDER = Law(
    "340CO0000000321",
    Said("Order for Enforcement of the Financial Instruments and Exchange Act", "金融商品取引法施行令"),
)
FIEA_DEFINITIONS = Law(
    "405M50000040014",
    Said(
        "Cabinet Office Ordinance on Definitions under Article 2 of the Financial Instruments and Exchange Act",
        "金融商品取引法第二条に規定する定義に関する内閣府令",
    ),
)
DISCLOSURE = Law(
    "405M50000040022",
    Said(
        "Cabinet Office Ordinance on Disclosure of Information on Regulated Securities",
        "特定有価証券の内容等の開示に関する内閣府令",
    ),
)
JSDA_RULE = Law(
    "",
    Said(
        "Japan Securities Dealers Association, rules on the sale of securitised products",
        "日本証券業協会 証券化商品の販売等に関する規則",
    ),
)
SPECIAL_TAXATION = Law("332AC0000000026", Said("Act on Special Measures Concerning Taxation", "租税特別措置法"))
SPECIAL_TAXATION_ORDER = Law(
    "332CO0000000043",
    Said("Order for Enforcement of the Act on Special Measures Concerning Taxation", "租税特別措置法施行令"),
)
SPECIAL_TAXATION_REGULATION = Law(
    "332M50000040015",
    Said("Ordinance for Enforcement of the Act on Special Measures Concerning Taxation", "租税特別措置法施行規則"),
)
INCOME_TAX = Law("340AC0000000033", Said("Income Tax Act", "所得税法"))
RECONSTRUCTION_FUNDING = Law(
    "423AC0000000117",
    Said(
        "Act on Special Measures for Securing Financial Resources for Reconstruction",
        "東日本大震災からの復興のための施策を実施するために必要な財源の確保に関する特別措置法",
    ),
)
CORPORATION_TAX = Law("340AC0000000034", Said("Corporation Tax Act", "法人税法"))
REGISTRATION_TAX = Law("342AC0000000035", Said("Registration and License Tax Act", "登録免許税法"))
CONSUMPTION_TAX_ORDER = Law(
    "363CO0000000360", Said("Order for Enforcement of the Consumption Tax Act", "消費税法施行令")
)
PAYMENT_SERVICES = Law("421AC0000000059", Said("Payment Services Act", "資金決済に関する法律"))
ATTORNEYS = Law("324AC1000000205", Said("Attorneys Act", "弁護士法"))
SERVICERS = Law(
    "410AC1000000126", Said("Act on Special Measures Concerning Claim Servicing", "債権管理回収業に関する特別措置法")
)
COPYRIGHT_MANAGEMENT = Law("412AC0000000131", Said("Act on Management Business of Copyright", "著作権等管理事業法"))
PRACTICE = Law("", Said("practice", "実務"))
