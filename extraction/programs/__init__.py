"""External programs, one module each: its arguments, its limits, whether it is here."""
