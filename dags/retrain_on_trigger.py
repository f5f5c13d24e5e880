"""retrain_on_trigger pipeline of Tidemark, one spark-submit per task, for Apache Airflow 3.

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
        name=f"tidemark-retrain_on_trigger-{task_id}",
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
# retrain_on_trigger follow one another because features resume from the state that the night before has saved.
with DAG(
    dag_id="retrain_on_trigger",
    schedule="30 6 3-31 * *",
    start_date=pendulum.datetime(2015, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "tidemark", "depends_on_past": False},
    tags=["tidemark"],
):
    retrain = tidemark(
        task_id="retrain",
        doc="Run the whole chain if a trigger waits that no run has taken.",
        arguments=["retrain", "--lake", LAKE, "--as-of", "{{ ds }}"],
        retries=1,
        timeout_seconds=43200,
    )

