"""Joint futures: one draw of markets, law, licensees and demand, from which all collections of a future follow."""
