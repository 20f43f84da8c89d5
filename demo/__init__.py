"""The demo collection: documents of the fictional «Заречный район», made from texts at every run alike."""

from demo.building import Expected, build, expected

__all__ = ["Expected", "build", "expected"]
