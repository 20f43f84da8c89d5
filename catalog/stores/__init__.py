"""The stores: one a module, the only places that speak SQL."""
