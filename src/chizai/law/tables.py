"""The tables of facts; which keys each has is said beside the rules that ask for them."""

from chizai.law.said import Said

ONE: dict[str, Said] = {
    "deal": Said("the deal as its own files say", "案件(案件ファイルによる)"),
    "company": Said("the special purpose company: articles, organs, specified equity", "特定目的会社"),
    "filing": Said("the notification before business begins", "業務開始届出"),
    "plan": Said("the asset liquidation plan", "資産流動化計画"),
    "sale": Said("the sale of the rights to the company", "資産の譲渡"),
    "servicing": Said("the trust or delegation under which the rights are managed", "特定資産の管理・処分"),
    "receivables": Said("the assignment of royalty claims", "実施料債権の譲渡"),
    "trust": Said("the special purpose trust, where one is used", "特定目的信託"),
    "offering": Said("the offering of the classes", "募集"),
    "disclosure": Said("statements and reports under the securities law", "開示"),
    "ledger": Said("the ledger, its custody and its market", "台帳・カストディ・市場"),
    "tax": Said("what the conduit tests and other taxes ask", "税務"),
}
"""Tables of one thing."""

MANY: dict[str, Said] = {
    "rights": Said("the rights of the pool", "権利"),
    "licences": Said("the licences", "ライセンス"),
    "classes": Said("the classes", "クラス"),
    "persons": Said("directors, auditors and key employees of the company", "役員・重要な使用人"),
    "documents": Said("the documents that the notification attaches", "添付書類"),
    "plan_changes": Said("changes of the plan", "計画の変更"),
    "disposals": Said("leases, transfers, exchanges and pledges of specified assets", "特定資産の処分"),
    "loans": Said("borrowings", "借入れ"),
    "investments": Said("what idle cash stands in", "余裕金の運用"),
    "years": Said("the business years", "事業年度"),
    "investors": Said("everybody who was or will be solicited", "勧誘の相手方"),
    "duties": Said("what was done of the duties, each under its id", "義務の履行"),
    "reports": Said("reports under the securities law, each period", "法定開示書類"),
}
"""Tables with a row for each of many."""
