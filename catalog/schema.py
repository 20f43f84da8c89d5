"""The whole schema: whoever needs all tables takes ``metadata`` from here."""

from __future__ import annotations

from catalog import order_tables, selection_tables, tables

TABLE_MODULES = (tables, selection_tables, order_tables)
metadata = tables.metadata
