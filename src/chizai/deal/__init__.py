"""The promise: the deal, its clauses, its text, its check, and the program that it compiles to."""
