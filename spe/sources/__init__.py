"""Sources of posts, one file each."""
