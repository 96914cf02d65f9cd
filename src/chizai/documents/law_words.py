"""Who says or does what the law asks, and where a duty stands, in both languages."""

from chizai.law.duties import Status
from chizai.law.facts import Supplier
from chizai.law.said import Said

SUPPLIERS = {
    Supplier.ORIGINATOR: Said("originator", "オリジネーター"),
    Supplier.SPC: Said("spc", "特定目的会社"),
    Supplier.ADMINISTRATOR: Said("administrator", "事務受託者"),
    Supplier.SERVICER: Said("servicer", "回収・管理受託者"),
    Supplier.TRUSTEE: Said("trustee", "受託者"),
    Supplier.COUNSEL: Said("counsel", "法律顧問"),
    Supplier.PATENT_ATTORNEY: Said("patent-attorney", "弁理士"),
    Supplier.TAX_ADVISER: Said("tax-adviser", "税理士"),
    Supplier.AUDITOR: Said("auditor", "監査役"),
    Supplier.APPRAISER: Said("appraiser", "鑑定評価人"),
    Supplier.UNDERWRITER: Said("underwriter", "引受人"),
    Supplier.RATING_AGENCY: Said("rating-agency", "格付機関"),
    Supplier.VENUE: Said("venue", "台帳・市場の運営者"),
    Supplier.DEAL: Said("deal", "案件ファイル"),
}
"""Who can say a fact, or has to do what is due."""
DUTY_STATES = {
    Status.DONE: Said("done", "履行済み"),
    Status.LATE: Said("done late", "遅延履行"),
    Status.OPEN: Said("open", "未了"),
    Status.OVERDUE: Said("overdue", "期限徒過"),
}
"""Where a duty stands on a day."""
