#!/usr/bin/env python3
"""Continuous labels: 100 000 items x 5 annotators, half a million different numbers.

    python3 benches/continuous.py [--items 100000] [--per-item 5] [--runs 5] [--threads N]

Needs Python 3 alone. Builds the release binary, simulates the log (a true value per item, a bias per annotator, noise;
fixed seed) once under target/bench, then runs `raterscope audit`, reports included, and prints wall seconds and peak
resident memory as the operating system accounts for it. Then runs the same log through `cargo bench --bench stages`,
whose line "agreement" is the step from tallies to alpha with its interval (and the items that spread most) alone.
"""
import argparse
import json
import os
import random
import subprocess

from timed_run import ROOT, run, spread


def simulate(path, items, per_item):
    draw = random.Random(7)
    bias = [draw.gauss(0, 1.2) for _ in range(40)]
    with open(path, "w", encoding="utf-8") as out:
        out.write("item_id,annotator_id,label\n")
        for item in range(items):
            truth = draw.gauss(50, 15)
            for who in draw.sample(range(40), per_item):
                out.write(f"i{item},a{who},{truth + bias[who] + draw.gauss(0, 8):.9f}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--per-item", type=int, default=5)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0, help="0 = the program's own choice")
    parser.add_argument("--binary", help="a built raterscope, in the place of building one")
    options = parser.parse_args()

    if not options.binary:
        subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    binary = options.binary or os.path.join(ROOT, "target", "release", "raterscope")
    folder = os.path.join(ROOT, "target", "bench")
    os.makedirs(folder, exist_ok=True)
    log = os.path.join(folder, f"continuous-{options.items}-{options.per_item}.csv")
    if not os.path.exists(log):
        simulate(log, options.items, options.per_item)
    settings = os.path.join(folder, "continuous.toml")
    with open(settings, "w", encoding="utf-8") as out:
        out.write('[labels]\nscale = "interval"\n')
    report = os.path.join(folder, "continuous-report")
    whole = [binary, "audit", log, "--config", settings, "-o", report, "--quiet"]
    if options.threads:
        whole += ["--threads", str(options.threads)]
    run(whole)
    runs = [run(whole) for _ in range(options.runs)]
    with open(os.path.join(report, "audit.json"), encoding="utf-8") as audit:
        agreement = json.load(audit)["questions"][0]["agreement"]
    alpha = agreement["coefficients"][0]["outcome"]["estimated"]
    ends = alpha["interval"]["estimated"]
    print(f"{options.items:,} items x {options.per_item}, {agreement['numbers']['distinct']:,} different numbers, "
          f"{os.path.getsize(log) / 1e6:.0f} MB of CSV, {options.runs} runs (min / median / max)")
    print(f"  raterscope audit  wall s {spread([t for t, _ in runs])}   peak MB {spread([m / 1e6 for _, m in runs], 0)}")
    print(f"  alpha (interval) {alpha['value']:.4f} [{ends['lower']:.4f}, {ends['upper']:.4f}], {ends['method']}", flush=True)
    if not options.binary:
        subprocess.run(["cargo", "bench", "--bench", "stages", "--", log, "--interval"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
