"""Tables of documents as rows of cells, for budgets and for the page that shows them."""
