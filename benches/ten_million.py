#!/usr/bin/env python3
"""Ten million rows: the whole audit, reports included, beside DuckDB's bare `group by item, label` on the same file.

    python3 benches/ten_million.py [--rows 10000000] [--runs 5] [--full] [--threads N]

Needs Python 3 and `pip install duckdb`. Builds the release binary, simulates the log once as Parquet and as CSV under
target/bench, then runs the two programs in turn (A B A B ...) after one warm-up of each, and prints wall seconds and
peak resident memory of each process as the operating system accounts for it, and the ratio pair by pair. `--full` adds
times, repeats and a model to the log (the audit then also does fatigue, self-consistency and human-model; DuckDB's
query stays the same).
"""
import argparse
import os
import subprocess
import sys

from timed_run import ROOT, run, spread
QUERY = "SELECT count(*) FROM (SELECT item_id, label, count(*) FROM '{}' GROUP BY 1, 2)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--threads", type=int, default=0, help="0 = each program's own choice")
    options = parser.parse_args()

    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    binary = os.path.join(ROOT, "target", "release", "raterscope")
    folder = os.path.join(ROOT, "target", "bench")
    os.makedirs(folder, exist_ok=True)
    kind = "full" if options.full else "bare"
    shape = ["--items", str(options.rows // 5), "--annotators", "2000", "--per-item", "5", "--seed", "7"]
    shape += ["--repeats", "0.001"] if options.full else ["--bare"]
    for ending in ("parquet", "csv"):
        log = os.path.join(folder, f"{kind}-{options.rows}.{ending}")
        if not os.path.exists(log):
            subprocess.run([binary, "simulate", *shape, "-o", log], check=True)
        audit = [binary, "audit", log, "-o", os.path.join(folder, "report"), "--quiet"]
        setup = f"SET threads={options.threads};" if options.threads else ""
        if options.threads:
            audit += ["--threads", str(options.threads)]
        query = [sys.executable, "-c", f"import duckdb; duckdb.sql({setup!r}) if {bool(setup)} else None; "
                 f"duckdb.sql({QUERY.format(log)!r}).fetchall()"]
        run(audit), run(query)
        pairs = [(run(audit), run(query)) for _ in range(options.runs)]
        ours, theirs = zip(*pairs)
        print(f"{kind} {ending}, {options.rows:,} rows, {os.path.getsize(log) / 1e6:.0f} MB, {options.runs} pairs (min / median / max)")
        print(f"  raterscope audit  wall s {spread([t for t, _ in ours])}   peak GB {spread([m / 1e9 for _, m in ours])}")
        print(f"  DuckDB group by   wall s {spread([t for t, _ in theirs])}   peak GB {spread([m / 1e9 for _, m in theirs])}")
        print(f"  ratio of wall time, pair by pair {spread([a[0] / b[0] for a, b in pairs])}")


if __name__ == "__main__":
    main()
