"""One module a format; each has ``name``, ``version`` and ``extract`` as ``protocol.Extractor`` asks."""
