"""PDF: what its pages print, in the order in which it is read."""

from refcheck.pdf.document import Link, NoPdf, Page, pages
from refcheck.pdf.flow import Printed, printed
from refcheck.pdf.rows import Row

__all__ = ["Link", "NoPdf", "Page", "Printed", "Row", "pages", "printed"]
