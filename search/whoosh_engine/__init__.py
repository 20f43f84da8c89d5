"""The embedded engine: an index of Whoosh 2.7.4 written in whole blocks and evaluated by numpy."""

from search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
