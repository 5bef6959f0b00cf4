"""The notations in which manuscripts are written: what of a file reads as text, and where each piece of that stands."""
