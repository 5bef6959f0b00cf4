"""HTML as lines of text: what a page shows, a line for each block, each with its place in the file."""
