"""What the rights may earn: receipts, from statements for what has happened and from a process for what has not."""
