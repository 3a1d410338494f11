"""The commands, one file each: parse, call, say what was done."""
