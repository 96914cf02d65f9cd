"""The tax law's numbers that the conduit tests and withholding use, each with the days from which it holds."""

from datetime import date

from chizai.law.parameters import Parameter, Since

CONDUIT_FROM = date(1998, 9, 1)
"""When the Asset Securitization Act, then of another name, came into force (from memory)."""
ADVISER = "Act on Special Measures Concerning Taxation, art. 67-14 and its ordinance; the day from memory"

BOND_ISSUE_JPY = Parameter("conduit-bond-issue", "JPY", (Since(CONDUIT_FROM, 100_000_000, ADVISER),))
HOLDERS = Parameter("conduit-preferred-holders", "persons", (Since(CONDUIT_FROM, 50, ADVISER),))
DOMESTIC_PPM = Parameter("conduit-domestic-part", "ppm", (Since(CONDUIT_FROM, 500_000, "from memory"),))
PAID_OUT_PPM = Parameter("conduit-paid-out", "ppm", (Since(CONDUIT_FROM, 900_000, ADVISER),))
