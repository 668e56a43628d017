"""The recogniser's speed, memory and start-up beside two peers, in the same run.

    python -m benchmarks.recognition [--bench DIR]

English news of DIR (or our own sentences, repeated), read in batches: MB of UTF-8 a second, cold (every word
met for the first time) and warm; then the memory of a process that read it all, and the time of one that
reads a single sentence, each above that of an interpreter which does nothing. Ratios are what counts.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.folder import bench_option, folder_of, read_lines
from benchmarks.places import CORPUS, PEERS
from geomap.entities.corpus import read_corpus
from geomap.gazetteer import Gazetteer

ENGLISH = ("lgl", "trnews", "geovirus", "gwn", "tud")
RUNS = 5

# Not getrusage: what that gives for a new process is at least its parent's.
_PEAK = """
import json, sys, time
def peak_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
"""
_HEAD = """
began = time.perf_counter()
texts = json.load(open(sys.argv[1]))
"""
_READ = {
    "geomap": """
from geomap.entities import StatisticalRecogniser
from geomap.gazetteer import Gazetteer
recogniser = StatisticalRecogniser.open(Gazetteer.open())
def read(texts):
    return sum(map(len, recogniser.recognise(texts, "en")))
""",
    "geotext": """
import re
from geotext import GeoText
def read(texts):
    count = 0
    for text in texts:
        found = GeoText(text)
        names = sorted({*found.cities, *found.countries}, key=len, reverse=True)
        if names:
            count += sum(1 for _ in re.finditer("|".join(map(re.escape, names)), text))
    return count
""",
    "flashgeotext": """
from loguru import logger
logger.remove()
from flashgeotext.geotext import GeoText
geotext = GeoText()
def read(texts):
    return sum(len(kind) for text in texts for kind in geotext.extract(text, span_info=True).values())
""",
}
_TAIL = """
read(texts[:1])
once = time.perf_counter() - began
began = time.perf_counter()
found = read(texts)
cold = time.perf_counter() - began
began = time.perf_counter()
read(texts)
warm = time.perf_counter() - began
peak = peak_mb()
print(json.dumps({"once_s": once, "cold_s": cold, "warm_s": warm, "peak_mb": peak, "found": found}))
"""
_BARE = """
began = time.perf_counter()
texts = json.load(open(sys.argv[1]))
once = time.perf_counter() - began
print(json.dumps({"once_s": once, "peak_mb": peak_mb()}))
"""


def english_texts(bench: Path | None) -> list[str]:
    """News to read: the English corpora of the benchmarks, or our own sentences to about the same length."""
    if bench is not None:
        return [str(row["text"]) for name in ENGLISH for row in read_lines(bench / "places" / f"{name}.jsonl")]
    own = [text.text for text in read_corpus(CORPUS) if text.lang == "en"]
    return own * 4


def _run(code: str, path: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Print a line a recogniser."""
    parser = argparse.ArgumentParser(description="the recogniser's speed")
    bench_option(parser)
    bench = folder_of("English news of other makers", parser.parse_args())
    Gazetteer.open()  # so that no run compiles the index
    texts = english_texts(bench)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        bare = _run(_PEAK + _BARE, path)
        print(
            f"{len(texts)} texts, {megabytes:.2f} MB; medians of {RUNS} runs, memory and start-up above a bare Python's"
        )
        print(f"{'':<14}{'MB/s cold':>11}{'MB/s warm':>11}{'peak MB':>9}{'one text, s':>13}")
        for name in ("geomap", *PEERS):
            if importlib.util.find_spec(name) is None:
                print(f"{name:<14}not measured (not installed)")
                continue
            runs = [_run(_PEAK + _HEAD + _READ[name] + _TAIL, path) for _ in range(RUNS)]
            mid = {key: median(run[key] for run in runs) for key in runs[0]}
            print(
                f"{name:<14}{megabytes / mid['cold_s']:>11.2f}{megabytes / mid['warm_s']:>11.2f}"
                f"{mid['peak_mb'] - bare['peak_mb']:>9.0f}{mid['once_s'] - bare['once_s']:>13.2f}"
            )


if __name__ == "__main__":
    main()
