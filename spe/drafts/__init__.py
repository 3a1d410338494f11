"""Photos that are not posted yet: what to expect of them, why, and how it came out."""
