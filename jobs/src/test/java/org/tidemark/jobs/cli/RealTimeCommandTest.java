package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real-time verbs refuse before they open anything. */
class RealTimeCommandTest {
  @TempDir Path lake;

  @Test
  void aFolderIsNoTopic() {
    Cli run =
        Cli.run(
            "real-time", "--lake", lake.toString(), "--from", "feed", "--to", "kafka://h:9092/out");
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("'feed' is not of the form kafka://host:port[,host:port]/topic");
    Cli audit = Cli.run("audit", "--lake", lake.toString(), "--topic", "scores");
    assertThat(audit.code()).isNotZero();
    assertThat(audit.err()).contains("'scores' is not of the form kafka://");
  }

  @Test
  void bothTopicsAreNeeded() {
    Cli run = Cli.run("real-time", "--lake", lake.toString(), "--from", "kafka://h:9092/in");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--to");
  }
}
