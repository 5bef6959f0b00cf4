"""Word's files: their text in the order in which it is read, numbers of lists, reference managers, tracked changes."""
