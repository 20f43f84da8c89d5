"""Measurements: what ``make bench`` and the tests of relevance run."""
