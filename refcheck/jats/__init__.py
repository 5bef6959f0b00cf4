"""JATS, the XML of journal articles, with its elder forms and BITS: how it tags references and what cites them."""
