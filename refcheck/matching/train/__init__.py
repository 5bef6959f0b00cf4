"""Learn what each level of the evidence is worth: `python -m refcheck.matching.train`."""
