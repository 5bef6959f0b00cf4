"""Train the tagger: labelled references, references made from records, noise, the network, its calibration."""
