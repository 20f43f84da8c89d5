"""Frozen dataclasses that the templates are filled from; templates hold no logic beyond loops and ifs."""
