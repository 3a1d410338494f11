"""Write golden_few.html anew, after the page was looked at."""

from pathlib import Path

from spe.report import page
from tests.report.account import few

if __name__ == "__main__":
    path = Path(__file__).with_name("golden_few.html")
    path.write_text(page.render(few().facts(), {}), encoding="utf-8")
