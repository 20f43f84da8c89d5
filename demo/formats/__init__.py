"""One module a file format: each turns the blocks of a document into the bytes of a file."""
