"""What was learnt from an account: how it is fitted, and what is kept of it."""
