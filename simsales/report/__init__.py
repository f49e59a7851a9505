"""The report that travels: one page that holds everything, opens without a network, and says the verdict first."""

from simsales.report.gathering import Material, gather
from simsales.report.page import html
from simsales.report.studies import study_html, write_study
from simsales.report.writing import write, write_again

__all__ = ["Material", "gather", "html", "study_html", "write", "write_again", "write_study"]
