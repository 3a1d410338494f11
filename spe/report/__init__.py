"""The insight report: facts (what is true), words (how it is said), page (how it looks)."""
