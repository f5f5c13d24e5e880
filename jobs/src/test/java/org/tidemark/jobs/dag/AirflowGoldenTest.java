package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.Prerequisite;
import picocli.CommandLine;

/**
 * The files in {@code dags/} are the rendering of the pipelines in code. After a wanted change:
 * {@code ./tidemark dags render --calendar --out dags}. That Airflow reads them as meant is proven
 * by {@code .ci/airflow.sh}.
 */
class AirflowGoldenTest {
  @TempDir Path folder;

  @Test
  void theRepositoryHoldsTheRenderingOfTheDags() throws IOException {
    StringWriter out = new StringWriter();
    int exit =
        new CommandLine(new DagsCommand())
            .setOut(new PrintWriter(out))
            .execute("render", "--calendar", "--out", folder.toString());

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("wrote ");
    List<String> names = new ArrayList<>();
    Stream.of(
            NightlyDag.ID,
            RetrainDags.WEEKLY,
            RetrainDags.MONTHLY,
            RetrainDags.QUARTERLY,
            RetrainDags.TRIGGERED)
        .forEach(id -> names.addAll(List.of(id + ".py", id + ".edges.json")));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      assertThat(folder.resolve(name))
          .as("dags/%s; render it again with: ./tidemark dags render --calendar --out dags", name)
          .hasSameTextualContentAs(Prerequisite.home().resolve("dags").resolve(name));
    }
  }

  @Test
  void lakeSettingsAndIdReachEveryTask() throws IOException {
    int exit =
        new CommandLine(new DagsCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .execute(
                "render",
                "--out",
                folder.toString(),
                "--id",
                "breakout",
                "--lake",
                "s3a://b/lake",
                "--config",
                "/etc/tidemark.properties",
                "--set",
                "model=breakout",
                "--set",
                "source.x=wire=/my \"files\"/*.jsonl");
    assertThat(exit).isZero();
    String words =
        "\"--lake\", \"s3a://b/lake\", \"--as-of\", \"%s\", \"--config\","
            + " \"/etc/tidemark.properties\", \"--set\", \"model=breakout\", \"--set\","
            + " \"source.x=wire=/my \\\"files\\\"/*.jsonl\"]";
    for (Task task : NightlyDag.DAG.tasks()) {
      assertThat(folder.resolve("breakout.py"))
          .content()
          .contains("arguments=[\"" + task.id() + "\", " + words.formatted("{{ ds }}"));
      assertThat(folder.resolve("breakout.edges.json"))
          .content()
          .contains("[\"" + task.id() + "\", " + words.formatted("{{ds}}"));
    }
    assertThat(folder.resolve("breakout.py"))
        .content()
        .contains("dag_id=\"breakout\"")
        .doesNotContain("LAKE", "tidemark_lake");
  }

  @Test
  void settingsThatAirflowWouldFillInOrThatNobodyKnowsAreWrongUsage() {
    for (String setting : new String[] {"source.x=wire=/in/{{ ds }}/*", "sed=1", "model=a b"}) {
      StringWriter problem = new StringWriter();
      int exit =
          new CommandLine(new DagsCommand())
              .setErr(new PrintWriter(problem))
              .execute("render", "--set", setting);
      assertThat(exit).as(problem.toString()).isEqualTo(2);
    }
  }

  @Test
  void printsTheFileWithoutAFolder() throws IOException {
    StringWriter out = new StringWriter();
    new CommandLine(new DagsCommand()).setOut(new PrintWriter(out)).execute("render");
    assertThat(out.toString())
        .isEqualTo(Files.readString(Prerequisite.home().resolve("dags/nightly.py")));
  }
}
