"""How surveys are asked: HTTP, pages, and the facts of other services."""
