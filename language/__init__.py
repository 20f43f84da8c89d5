"""Russian text: words, dates, numbers, requisites and citations as pure functions."""
