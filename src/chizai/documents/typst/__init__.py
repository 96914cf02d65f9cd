"""Papers as PDF, set by typst with fonts that are installed beside it, never with those of the machine."""
