package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.Prerequisite;
import picocli.CommandLine;

/**
 * The files in {@code dags/} are the rendering of the pipelines in code. After a wanted change:
 * {@code ./tidemark dags render --out dags}. That Airflow reads them as meant is proven by {@code
 * .ci/airflow.sh}.
 */
class AirflowGoldenTest {
  @TempDir Path folder;

  @Test
  void theRepositoryHoldsTheRenderingOfTheNightlyDag() throws IOException {
    StringWriter out = new StringWriter();
    int exit =
        new CommandLine(new DagsCommand())
            .setOut(new PrintWriter(out))
            .execute("render", "--out", folder.toString());

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("wrote ");
    for (String name : new String[] {"nightly.py", "nightly.edges.json"}) {
      assertThat(folder.resolve(name))
          .as("dags/%s; render it again with: ./tidemark dags render --out dags", name)
          .hasSameTextualContentAs(Prerequisite.home().resolve("dags").resolve(name));
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
