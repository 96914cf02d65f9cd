"""Law: rules beside their articles, the facts that they ask for, and what is found when they are applied.

Chizai informs counsel and does not replace it: each finding says how sure its reading is.
"""
