"""monthly_update pipeline of Tidemark, one spark-submit per task, for Apache Airflow 3.

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
        name=f"tidemark-monthly_update-{task_id}",
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
# monthly_update follow one another because features resume from the state that the night before has saved.
with DAG(
    dag_id="monthly_update",
    schedule="30 3 1 * *",
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
    tune = tidemark(
        task_id="tune",
        doc="Choose settings inside the first fold's training rows, if tune.space names any.",
        arguments=["tune", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=28800,
    )
    validate = tidemark(
        task_id="validate",
        doc="Fit every learner on every fold: scores out of fold, metrics with intervals.",
        arguments=["validate", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=14400,
    )
    train = tidemark(
        task_id="train",
        doc="Fit the candidate on all closed rows.",
        arguments=["train", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=7200,
    )
    export = tidemark(
        task_id="export",
        doc="Write the candidate as ONNX and certify it.",
        arguments=["export", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=3600,
    )
    register = tidemark(
        task_id="register",
        doc="Register the candidate; promote it if every gate holds.",
        arguments=["register", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=1800,
    )
    importance = tidemark(
        task_id="importance",
        doc="Measure gain, SHAP and permutation importance per fold and regime.",
        arguments=["importance", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=7200,
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
    report = tidemark(
        task_id="report",
        doc="Write the report of the night.",
        arguments=["report", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=1800,
    )
    publish = tidemark(
        task_id="publish",
        doc="Publish the model-metric tables as Iceberg twins with the same rows.",
        arguments=["publish", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=2,
        timeout_seconds=1800,
    )

    [ingest] >> quality
    [quality] >> features
    [features] >> labels
    [labels] >> tune
    [tune] >> validate
    [validate] >> train
    [train] >> export
    [export] >> register
    [validate] >> importance
    [features, register] >> drift
    [ingest] >> parity
    [importance, drift, parity] >> report
    [report] >> publish
