"""Machine code: text in LLVM's language, compiled where it runs, and numbers that come out the same anywhere."""
