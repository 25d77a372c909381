"""usage: compare.py MEASURE PYTHON FOLDER [RUNS]
Runs the peer and this crate on the same files, one after the other, and prints both with their ratios.
MEASURE is the built example `measure_linkage`, PYTHON the interpreter that has the peer."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

measure, python, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 3
here = pathlib.Path(__file__).parent
folder.mkdir(parents=True, exist_ok=True)


def persons(millions):
    file = folder / f"persons_{millions}m_42.csv"
    if not file.exists():
        part = file.with_suffix(".part")
        subprocess.run([sys.executable, here / "make_persons.py", str(millions * 1_000_000), "42", part], check=True)
        part.rename(file)
    return file


# What `--column` tells of the columns that no header names in words we know.
FEBRL = "given_name=given_name,surname=surname,birth_date=date_of_birth,place=suburb,free=street_number,free=address_1,free=postcode,free=state"


def ours(*arguments):
    more = {"COLUMNS": FEBRL} if "febrl" in str(arguments[-1]) else {}
    text = subprocess.run([measure, *map(str, arguments)], check=True, capture_output=True, text=True, env=os.environ | more).stdout
    total, memory = re.search(r"total ([\d.]+) s, peak (\d+) MiB", text).groups()
    pairs = re.search(r"^pairs, best .* F1 ([\d.]+)", text, re.M).group(1)
    clusters = re.search(r"^clusters: .* F1 ([\d.]+)", text, re.M).group(1)
    return {"seconds": float(total), "mib": int(memory), "pairs": float(pairs), "clusters": float(clusters)}, text


def peer(*arguments):
    out = subprocess.run([python, here / "peer.py", *map(str, arguments)], check=True, capture_output=True, text=True).stdout
    return json.loads(out.strip().splitlines()[-1])


def middle(results):
    return {key: statistics.median(one[key] for one in results) for key in results[0]}


def line(name, one):
    print(f"  {name:9} pairs F1 {one['pairs']:.4f}  clusters F1 {one['clusters']:.4f}  {one['seconds']:7.2f} s  {one['mib']:6.0f} MiB", flush=True)


def beside(title, own, theirs, times):
    print(f"{title}, {times} runs each, in turns; seconds and memory are the middle one", flush=True)
    us, them, text = [], [], ""
    for _ in range(times):
        them.append(peer(*theirs))
        one, text = ours(*own)
        us.append(one)
    mine, other = middle(us), middle(them)
    line("splink", other)
    line("linkage", mine)
    print(f"  ratio     seconds {mine['seconds'] / other['seconds']:.2f}  memory {mine['mib'] / other['mib']:.2f}", flush=True)
    for wanted in ("true pairs", "expected calibration", "tried"):
        for found in re.findall(rf"^{wanted}.*$", text, re.M):
            print("  " + found)


if os.environ.get("MILLIONS"):
    millions = int(os.environ["MILLIONS"])
    one, text = ours("persons", persons(millions))
    line(f"{millions} M", one)
    print(text)
    sys.exit(0)
subprocess.run([python, here / "peer.py", "export", folder], check=True)
beside("FEBRL 3 without the number", ("persons", folder / "febrl3_0.csv"), ("febrl3",), 1)
beside("FEBRL 4 without the number", ("lists", folder / "febrl4_0.csv", folder / "febrl4_1.csv"), ("febrl4",), 1)
text = subprocess.run([measure, "persons", persons(1)], check=True, capture_output=True, text=True, env=os.environ | {"CEILING": "1"}).stdout
print("ceilings of the million\n  " + "\n  ".join(re.findall(r"^a perfect judge.*$", text, re.M)), flush=True)
beside("a million invented persons, seed 42", ("persons", persons(1)), ("persons", persons(1)), runs)
