"""The papers of a deal: each a tree of sections, blocks and figures with their keys, made from the deal's dossier."""
