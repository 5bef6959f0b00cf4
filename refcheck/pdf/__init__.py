"""PDF: what its pages print, in the order in which it is read."""

from refcheck.pdf.document import Link, NoPdf, Page, pages
from refcheck.pdf.flow import Printed, printed

__all__ = ["Link", "NoPdf", "Page", "Printed", "pages", "printed"]
