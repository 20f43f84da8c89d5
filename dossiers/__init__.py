"""Selections of records that a librarian names, orders and prints."""
