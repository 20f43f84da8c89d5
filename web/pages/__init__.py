"""The pages, one module a topic: each page is a plain function from a visit to a response."""
