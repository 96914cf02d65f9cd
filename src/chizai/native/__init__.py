"""Machine code: text in LLVM's language, compiled in memory, and numbers that come out the same anywhere."""
