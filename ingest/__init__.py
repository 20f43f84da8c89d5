"""Receiving files: from an intake folder to a catalogued record."""
