"""Photos: the one room that opens image files, and what is seen in them at once."""
