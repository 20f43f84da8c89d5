"""Files made of a publication, one module a format."""
