#!/usr/bin/env python3
"""Dawid–Skene beside crowd-kit: ten iterations on a million annotations, in turn, on the same Parquet file.

    python3 benches/dawid_skene.py [--items 200000] [--runs 3]

Needs Python 3 and `pip install crowd-kit pyarrow 'scikit-learn<1.6'`. Simulates the log once (five annotations of each
item, 2000 annotators, five labels), then times on each side what lies between a log in memory and the posterior with
its error matrices: raterscope's by `cargo bench --bench stages`, crowd-kit's `DawidSkene(n_iter=10).fit` with its stop
rule off, in a process of its own. Prints the seconds of each pair and their ratio, and how far the log-likelihoods are
apart: the two must have done the same work. crowd-kit counts one more M-step, so its bound is compared per iteration.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys

from timed_run import ROOT

THEIRS = """
import sys, time
import pandas as pd
from crowdkit.aggregation import DawidSkene
data = pd.read_parquet(sys.argv[1])[["item_id", "annotator_id", "label"]]
data.columns = ["task", "worker", "label"]
data = data.astype(str)
start = time.perf_counter()
found = DawidSkene(n_iter=10, tol=-1e9).fit(data)
print(time.perf_counter() - start)
print(found.labels_.sort_index().str.cat(sep=","), file=open(sys.argv[2], "w"))
"""


def ours(log):
    command = ["cargo", "bench", "--quiet", "--bench", "stages", "--", log]
    text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"Dawid–Skene, 10 iterations +([0-9.]+) s", text).group(1)), text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    subprocess.run(["cargo", "bench", "--no-run", "--bench", "stages"], cwd=ROOT, check=True)
    folder = os.path.join(ROOT, "target", "bench")
    os.makedirs(folder, exist_ok=True)
    log = os.path.join(folder, f"votes-{options.items}.parquet")
    if not os.path.exists(log):
        shape = ["--items", str(options.items), "--annotators", "2000", "--per-item", "5", "--bare", "--seed", "11"]
        labels = ["--labels", "none,mild,clear,severe,unclear"]
        binary = os.path.join(ROOT, "target", "release", "raterscope")
        subprocess.run([binary, "simulate", *shape, *labels, "-o", log], check=True)
    pairs = []
    for turn in range(options.runs):
        mine, text = ours(log)
        command = [sys.executable, "-W", "ignore", "-c", THEIRS, log, os.path.join(folder, "labels.txt")]
        theirs = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0])
        pairs.append((mine, theirs))
        print(f"pair {turn + 1}: raterscope {mine:.3f} s, crowd-kit {theirs:.2f} s, {theirs / mine:.0f} times")
    print(text)
    print(f"median ratio {statistics.median(b / a for a, b in pairs):.0f}")


if __name__ == "__main__":
    main()
