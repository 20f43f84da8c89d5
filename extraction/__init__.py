"""From bytes to pages of text, in sandboxed workers."""
