package org.tidemark.jobs.dag;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Renders a DAG as a Python file for Apache Airflow 3 and as the list of its tasks and edges that a
 * test compares with what Airflow made of the file.
 */
public final class AirflowRenderer {
  private static final String HEAD =
      """
      \"""%1$s pipeline of Tidemark, one spark-submit per task, for Apache Airflow 3.

      Rendered by `tidemark dags render`; change the pipeline there, not here. Needs the provider
      apache-airflow-providers-apache-spark and, where they differ from the defaults, the Airflow Variables
        tidemark_home     folder that holds dist/ and cluster-configs/     (/opt/tidemark)
        tidemark_conf     Spark properties file                            (<home>/cluster-configs/standalone.conf)
      %4$s  tidemark_conn_id  Airflow connection of type Spark                 (spark_default)
      \"""
      from datetime import timedelta

      import pendulum
      from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
      from airflow.sdk import DAG, Variable

      HOME = "{{ var.value.get('tidemark_home', '/opt/tidemark') }}"
      CONF = "{{ var.value.get('tidemark_conf', var.value.get('tidemark_home', '/opt/tidemark') ~ '/cluster-configs/standalone.conf') }}"
      %5$s# The connection id is no template field of the operator, so it is read when the file is parsed.
      CONN_ID = Variable.get("tidemark_conn_id", default="spark_default")


      def tidemark(task_id: str, doc: str, arguments: list[str], retries: int, timeout_seconds: int) -> SparkSubmitOperator:
          return SparkSubmitOperator(
              task_id=task_id,
              doc_md=doc,
              name=f"tidemark-%1$s-{task_id}",
              conn_id=CONN_ID,
              application=f"{HOME}/dist/tidemark.jar",
              java_class="%2$s",
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
      # %1$s follow one another because features resume from the state that the night before has saved.
      with DAG(
          dag_id="%1$s",
          schedule="%3$s",
          start_date=pendulum.datetime(2015, 1, 1, tz="UTC"),
          catchup=False,
          max_active_runs=1,
          default_args={"owner": "tidemark", "depends_on_past": False},
          tags=["tidemark"],
      ):
      """;

  private static final String LAKE_DOC =
      "  tidemark_lake     root of the lake, seen alike by all machines     (/data/lake)\n";
  private static final String LAKE =
      "LAKE = \"{{ var.value.get('tidemark_lake', '/data/lake') }}\"\n";

  private final String mainClass;

  /**
   * @param mainClass class that spark-submit starts
   */
  public AirflowRenderer(String mainClass) {
    this.mainClass = mainClass;
  }

  /**
   * Text of the DAG file; the same for equal DAGs. {@code {{ds}}} becomes Airflow's own macro,
   * {@code {{lake}}} the Variable of that name.
   */
  public String python(Dag dag) {
    StringBuilder text = new StringBuilder(head(dag));
    for (Task task : dag.topological()) {
      text.append(
          """
              %s = tidemark(
                  task_id=%s,
                  doc=%s,
                  arguments=[%s],
                  retries=%d,
                  timeout_seconds=%d,
              )
          """
              .formatted(
                  task.id(),
                  JsonText.quote(task.id()),
                  JsonText.quote(task.purpose()),
                  arguments(task),
                  task.retries(),
                  task.timeout().toSeconds()));
    }
    text.append('\n');
    for (Task task : dag.topological()) {
      if (!task.parents().isEmpty()) {
        text.append("    [%s] >> %s\n".formatted(String.join(", ", task.parents()), task.id()));
      }
    }
    return text.toString();
  }

  private String head(Dag dag) {
    boolean asked = dag.tasks().stream().anyMatch(t -> t.placeholders().contains("lake"));
    return HEAD.formatted(
        dag.id(), mainClass, dag.schedule(), asked ? LAKE_DOC : "", asked ? LAKE : "");
  }

  /** JSON of the DAG's id, sorted task ids, sorted {@code [parent, child]} pairs and commands. */
  public String edges(Dag dag) {
    String tasks =
        dag.tasks().stream()
            .map(Task::id)
            .sorted()
            .map(id -> "    " + JsonText.quote(id))
            .collect(Collectors.joining(",\n"));
    String edges =
        dag.edges().stream()
            .map(edge -> "    " + JsonText.array(List.of(edge.parent(), edge.child())))
            .sorted()
            .collect(Collectors.joining(",\n"));
    String commands =
        dag.tasks().stream()
            .map(task -> "    " + JsonText.quote(task.id()) + ": " + JsonText.array(task.command()))
            .sorted()
            .collect(Collectors.joining(",\n"));
    return """
        {
          "dag": %s,
          "tasks": [
        %s
          ],
          "edges": [
        %s
          ],
          "commands": {
        %s
          }
        }
        """
        .formatted(JsonText.quote(dag.id()), tasks, edges, commands);
  }

  /** Files of a rendered DAG by name: {@code <id>.py} and {@code <id>.edges.json}. */
  public Map<String, String> files(Dag dag) {
    return Map.of(dag.id() + ".py", python(dag), dag.id() + ".edges.json", edges(dag));
  }

  private static String arguments(Task task) {
    return task.command().stream().map(AirflowRenderer::argument).collect(Collectors.joining(", "));
  }

  private static String argument(String word) {
    if (word.equals("{{lake}}")) {
      return "LAKE";
    }
    return JsonText.quote(word.replace("{{ds}}", "{{ ds }}"));
  }
}
