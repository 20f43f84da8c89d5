"""Tests, mirrored by package."""
