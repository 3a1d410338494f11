"""Experiments on one account: a coin decides what the next posts are, and then tells the cause."""
