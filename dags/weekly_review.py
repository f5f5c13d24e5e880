"""weekly_review pipeline of Tidemark, one spark-submit per task, for Apache Airflow 3.

Rendered by `tidemark dags render`; change the pipeline there, not here. Needs the provider
apache-airflow-providers-apache-spark and, where they differ from the defaults, the Airflow Variables
  tidemark_home     folder that holds dist/ and cluster-configs/     (/opt/tidemark)
  tidemark_conf     Spark properties file                            (<home>/cluster-configs/standalone.conf)
  tidemark_lake     root of the lake, seen alike by all machines     (/data/lake)
  tidemark_conn_id  Airflow connection of type Spark                 (spark_default)
"""
from datetime import timedelta

import pendulum
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Variable

HOME = "{{ var.value.get('tidemark_home', '/opt/tidemark') }}"
CONF = "{{ var.value.get('tidemark_conf', var.value.get('tidemark_home', '/opt/tidemark') ~ '/cluster-configs/standalone.conf') }}"
LAKE = "{{ var.value.get('tidemark_lake', '/data/lake') }}"
# The connection id is no template field of the operator, so it is read when the file is parsed.
CONN_ID = Variable.get("tidemark_conn_id", default="spark_default")


def tidemark(task_id: str, doc: str, arguments: list[str], retries: int, timeout_seconds: int) -> SparkSubmitOperator:
    return SparkSubmitOperator(
        task_id=task_id,
        doc_md=doc,
        name=f"tidemark-weekly_review-{task_id}",
        conn_id=CONN_ID,
        application=f"{HOME}/dist/tidemark.jar",
        java_class="org.tidemark.jobs.Main",
        properties_file=CONF,
        application_args=arguments,
        env_vars={"ORT_DISABLE_TELEMETRY": "1"},
        retries=retries,
        retry_delay=timedelta(minutes=5),
        execution_timeout=timedelta(seconds=timeout_seconds),
        # Every task may be submitted again at no harm, so Airflow need not re-attach to a lost driver.
        durable=False,
    )


# `ds` is the day on which the run starts, so --as-of counts all that was known at 00:00 UTC of it. Runs of
# weekly_review follow one another because features resume from the state that the night before has saved.
with DAG(
    dag_id="weekly_review",
    schedule="30 5 * * 1",
    start_date=pendulum.datetime(2015, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "tidemark", "depends_on_past": False},
    tags=["tidemark"],
):
    ingest = tidemark(
        task_id="ingest",
        doc="Read the day's files into the market tables.",
        arguments=["ingest", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=3,
        timeout_seconds=3600,
    )
    quality = tidemark(
        task_id="quality",
        doc="Profile the day, log gaps and bad rows.",
        arguments=["quality", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=3600,
    )
    features = tidemark(
        task_id="features",
        doc="Extend the feature tables from the saved state.",
        arguments=["features", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=7200,
    )
    labels = tidemark(
        task_id="labels",
        doc="Label the rows whose horizon has closed.",
        arguments=["labels", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=3600,
    )
    drift = tidemark(
        task_id="drift",
        doc="Compare the day with the champion's frozen reference bins.",
        arguments=["drift", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=3600,
    )
    parity = tidemark(
        task_id="parity",
        doc="Replay yesterday's live ticks in batch; every value must have the same bits.",
        arguments=["parity", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=3600,
    )
    watch = tidemark(
        task_id="watch",
        doc="Look at the live query with the labels of the week; write alerts and triggers.",
        arguments=["watch", "--lake", LAKE, "--once", "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=3600,
    )

    [ingest] >> quality
    [quality] >> features
    [features] >> labels
    [features] >> drift
    [ingest] >> parity
    [labels, drift, parity] >> watch
