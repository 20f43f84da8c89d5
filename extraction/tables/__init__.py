"""Tables of documents as rows of cells, for budgets and for the page that shows them."""

VERSION = 4
"""Raised when what is read of the same file changes, so that kept tables are read again."""
