"""Rules of the Asset Securitization Act (資産の流動化に関する法律)."""
