"""Records, headings, originals, the ledger, the database, settings and errors."""
