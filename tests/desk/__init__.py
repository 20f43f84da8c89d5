"""Tests of dossiers and lists."""
