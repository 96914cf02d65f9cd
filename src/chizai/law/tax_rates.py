"""The tax law's numbers that the conduit tests, withholding and costs use, each with its days."""

from datetime import date

from chizai.law.parameters import Parameter, Since

CONDUIT_FROM = date(1998, 9, 1)
"""When the Asset Securitization Act, then of another name, came into force (from memory)."""
ADVISER = "Act on Special Measures Concerning Taxation, art. 67-14 and its ordinance; the day from memory"

BOND_ISSUE_JPY = Parameter("conduit-bond-issue", "JPY", (Since(CONDUIT_FROM, 100_000_000, ADVISER),))
HOLDERS = Parameter("conduit-preferred-holders", "persons", (Since(CONDUIT_FROM, 50, ADVISER),))
DOMESTIC_PPM = Parameter("conduit-domestic-part", "ppm", (Since(CONDUIT_FROM, 500_000, "from memory"),))
PAID_OUT_PPM = Parameter("conduit-paid-out", "ppm", (Since(CONDUIT_FROM, 900_000, ADVISER),))

EFFECTIVE_PPM = Parameter(
    "effective-corporate-tax",
    "ppm",
    (
        Since(date(2012, 4, 1), 380_100, "statutory effective rate, Tokyo, with reconstruction surtax; from memory"),
        Since(date(2014, 4, 1), 356_400, "the same without the surtax; from memory"),
        Since(date(2015, 4, 1), 321_100, "the same after the reform of 2015; from memory"),
        Since(date(2016, 4, 1), 299_700, "the same after the reform of 2016; from memory"),
        Since(date(2018, 4, 1), 297_400, "the same after the reform of 2018; from memory"),
    ),
)
"""What a company of ordinary size pays on its profit, all corporate taxes together."""
SURTAX_PPM = Parameter(
    "reconstruction-surtax",
    "ppm",
    (
        Since(date(2013, 1, 1), 21_000, "Act on funds for reconstruction, art. 28: 2.1 % of the income tax"),
        Since(date(2038, 1, 1), 0, "the same: for 25 years"),
    ),
)
INTEREST_PPM = Parameter("withholding-interest", "ppm", (Since(date(1988, 4, 1), 150_000, "Income Tax Act, art. 182"),))
DIVIDEND_PPM = Parameter("withholding-dividend", "ppm", (Since(date(1988, 4, 1), 200_000, "Income Tax Act, art. 182"),))
LOCAL_PPM = Parameter("local-tax-on-interest", "ppm", (Since(date(1988, 4, 1), 50_000, "Local Tax Act; from memory"),))
"""What individuals bear on interest beside income tax."""
