"""PDF: what its pages print, in the order in which it is read."""

from refcheck.pdf.flow import Printed, printed
from refcheck.pdf.pages import Link, NoPdf, Page, pages

__all__ = ["Link", "NoPdf", "Page", "Printed", "pages", "printed"]
