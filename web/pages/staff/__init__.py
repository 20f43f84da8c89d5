"""The pages of those who are signed in."""
