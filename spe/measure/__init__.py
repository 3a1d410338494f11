"""From photos and moments to a table of numbers: the loop, the cache, the storage."""
