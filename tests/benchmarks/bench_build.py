"""How long a build takes and how much memory: a cold start for one article, and a second article in the same process.

    python tests/benchmarks/bench_build.py [ARTICLE]

Without ARTICLE the sample is measured, its paragraphs repeated up to about 700 words. It prints figures and judges nothing.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = 700
_SECOND = """
import sys, time
import graph
first, second = sys.argv[1:]
began = time.perf_counter()
graph.build(first).to_turtle()
middle = time.perf_counter()
made = graph.build(second)
made.to_turtle()
turtle = time.perf_counter()
made.to_html()
print(middle - began, turtle - middle, time.perf_counter() - turtle)
"""


def make_article(text: str) -> str:
    """About 700 words of the text."""
    paragraphs = text.strip().split("\n\n")
    made: list[str] = []
    while sum(len(paragraph.split()) for paragraph in made) < WORDS:
        made.append(paragraphs[len(made) % len(paragraphs)])
    return "\n\n".join(made)


def measure_cold_start(article: Path, folder: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of a whole `triplewire build`."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from graph.cli import main; main()", "build", str(article), "-o", str(folder)], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("article", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = folder / "first.txt", folder / "second.txt"
        text = options.article.read_text("utf-8") if options.article else make_article((ROOT / "output" / "sample.txt").read_text("utf-8"))
        first.write_text(text, "utf-8")
        second.write_text(text.replace("Tuesday", "Wednesday"), "utf-8")
        print(f"{len(text.split())} words")
        runs = [measure_cold_start(first, folder) for _ in range(options.runs)]
        print(
            f"cold start, Turtle and page: {statistics.median(seconds for seconds, _ in runs):.2f} s (median of {options.runs}), {runs[-1][1]:.0f} MB at most"
        )
        done = subprocess.run([sys.executable, "-c", _SECOND, str(first), str(second)], check=True, capture_output=True, text=True)
        cold, warm, page = map(float, done.stdout.split())
        print(f"in one process: first {cold:.2f} s, second {warm:.2f} s (to Turtle), its page {page:.2f} s more")


if __name__ == "__main__":
    main()
