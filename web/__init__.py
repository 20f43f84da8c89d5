"""The site: pages, API, templates."""
