"""Serving people: orders, the mail about them, followers of selections."""
