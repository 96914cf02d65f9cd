"""A business year of the demonstration's company, as its `law.toml` tells it."""

YEAR = """
[[years]]
id = "2027"
ends_on = 2027-03-31
assets_minor = {assets_minor}
liabilities_minor = 0
capital_minor = 10_100_000
deductions_minor = 0
dividend_minor = {dividend_minor}
capital_returned_minor = {returned_minor}
interim_count = 0
preferred_terms_first = true
rest_by_units = true
"""
"""To be filled in: assets, dividend and what is returned of the capital."""
