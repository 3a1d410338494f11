"""The local page on which a person types like counts."""
