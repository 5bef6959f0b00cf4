"""The corrected list in a style: its own."""
