"""The life of a deal on the shared ledger in four stages, each party with its own keys, store and process."""
