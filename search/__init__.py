"""Requests, results, analysis, engines and the indexer."""
