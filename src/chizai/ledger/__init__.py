"""The shared ledger: its contracts, its nodes, and what is sealed beside it."""
