"""Loads dags/ in a real Airflow and compares it with dags/*.edges.json, written by the same renderer.

Run by .ci/airflow.sh; needs apache-airflow 3 and apache-airflow-providers-apache-spark. Prints one line per
check and "N passed, M failed"; the exit code is 1 when a check fails.
"""
import json
import os
import pathlib
import sys
import tempfile

DAGS = pathlib.Path(__file__).resolve().parents[1]

os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="tidemark-airflow-home-")
os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(DAGS)
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "ERROR"
# A deployment's own settings, to see that they arrive; tidemark_conf and tidemark_conn_id keep their defaults.
os.environ["AIRFLOW_VAR_TIDEMARK_HOME"] = "/srv/tidemark"
os.environ["AIRFLOW_VAR_TIDEMARK_LAKE"] = "s3a://lake/market"
os.environ["AIRFLOW_CONN_SPARK_DEFAULT"] = '{"conn_type": "spark", "host": "spark://10.0.0.1", "port": 7077}'

from airflow.dag_processing.dagbag import DagBag  # noqa: E402
from airflow.sdk.execution_time.context import VariableAccessor  # noqa: E402

results: list[bool] = []


def check(name: str, actual: object, expected: object) -> None:
    passed = actual == expected
    results.append(passed)
    print(f"{'ok  ' if passed else 'FAIL'} {name}")
    if not passed:
        print(f"     expected {expected!r}\n     actual   {actual!r}")


def submitted(operator: object, ds: str) -> list[str]:
    """The spark-submit command line of a task on a day, with the operator's own templating and hook."""
    context = {"ds": ds, "var": {"value": VariableAccessor(deserialize_json=False)}, "task": operator}
    operator.render_template_fields(context)
    # _get_hook and _build_spark_submit_command are the provider's own; nothing public shows the command.
    hook = operator._get_hook()
    return hook._build_spark_submit_command(operator.application)


bag = DagBag(dag_folder=str(DAGS))
check("no import errors", bag.import_errors, {})
expectations = sorted(DAGS.glob("*.edges.json"))
check("every DAG has its edges file", sorted(bag.dags), [f.name.removesuffix(".edges.json") for f in expectations])

for file in expectations:
    expected = json.loads(file.read_text())
    dag = bag.dags.get(expected["dag"])
    if dag is None:
        continue
    name = expected["dag"]
    edges = sorted([parent.task_id, child] for parent in dag.tasks for child in parent.downstream_task_ids)
    check(f"{name}: task ids", sorted(t.task_id for t in dag.tasks), expected["tasks"])
    check(f"{name}: edges", edges, sorted(expected["edges"]))
    check(f"{name}: max_active_runs", dag.max_active_runs, 1)
    check(f"{name}: catchup", dag.catchup, False)
    check(f"{name}: time zone", str(dag.timezone), "UTC")
    check(f"{name}: operators", {type(t).__name__ for t in dag.tasks}, {"SparkSubmitOperator"})
    check(f"{name}: every task may be retried", [t.task_id for t in dag.tasks if t.retries < 1], [])
    check(f"{name}: every task has a limit", [t.task_id for t in dag.tasks if t.execution_timeout is None], [])
    for task in dag.tasks:
        command = submitted(task, "2018-06-01")
        arguments = [
            word.replace("{{lake}}", "s3a://lake/market").replace("{{ds}}", "2018-06-01")
            for word in expected["commands"][task.task_id]
        ]
        check(
            f"{name}.{task.task_id}: spark-submit command",
            command,
            ["spark-submit", "--master", "spark://10.0.0.1:7077",
             "--properties-file", "/srv/tidemark/cluster-configs/standalone.conf",
             "--name", f"tidemark-{name}-{task.task_id}", "--class", "org.tidemark.jobs.Main",
             "/srv/tidemark/dist/tidemark.jar", *arguments],
        )

failed = results.count(False)
print(f"{results.count(True)} passed, {failed} failed")
sys.exit(1 if failed else 0)
