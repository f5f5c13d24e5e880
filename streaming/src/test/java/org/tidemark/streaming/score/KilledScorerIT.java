package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.testkit.EndedStreams;

/** A scorer killed with SIGKILL at moments that nobody chose well. */
@Tag("slow")
@ExtendWith(EndedStreams.class)
class KilledScorerIT {
  private static final RecordedTicks TICKS = new RecordedTicks(11, 300);
  private static final int LINES = (TICKS.lines().size() + 29) / 30;
  private static final int KILLS = 2;

  @TempDir Path folder;

  @Test
  void nothingIsLostAndNothingIsTwice() throws Exception {
    Path ticks = folder.resolve("ticks");
    TICKS.drop(ticks, 0, TICKS.lines().size(), LINES);
    TestLake lake = new TestLake(folder.resolve("lake"));
    OnnxArtifact model = TestLake.onnx(RecordedTicks.SET, 1);
    lake.champion("v1", model);
    Path checkpoint = folder.resolve("lake/checkpoints/live");
    SplittableRandom random = new SplittableRandom(5);
    int cutShort = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      File log = folder.resolve("scorer-" + kill + ".log").toFile();
      Process scorer = ScorerProcess.start(folder.resolve("lake"), ticks, log);
      try {
        int begun = count(checkpoint.resolve("offsets"));
        // Past the batch that was cut short before, then anywhere inside one of the next.
        await(scorer, checkpoint.resolve("offsets"), begun + 1 + random.nextInt(2), log);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
      } finally {
        scorer.destroyForcibly();
        assertThat(scorer.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      if (count(checkpoint.resolve("offsets")) > count(checkpoint.resolve("commits"))) {
        cutShort++;
      }
    }
    assertThat(cutShort).as("batches cut short by %d kills", KILLS).isPositive();
    assertThat(count(checkpoint.resolve("commits"))).isLessThan(30);

    LiveScorer.Totals totals = lake.run(ticks, 64);
    assertThat(totals.consumed()).isEqualTo(TICKS.lines().size());
    assertThat(totals.valid() + totals.dead()).isEqualTo(totals.consumed());
    assertThat(lake.scores()).isEqualTo(TICKS.scores("v1", model.bytes(), model.sha256()));
    assertThat(lake.deadLetters()).isEqualTo(TICKS.deadLetters(LINES));
    assertThat(totals.scored()).isEqualTo(lake.scores().size());
    assertThat(lake.ticks()).isEqualTo(TICKS.kept());
    assertThat(lake.features()).isEqualTo(TICKS.features());
    assertThat(lake.beginnings()).hasSize(3);
  }

  private static void await(Process process, Path log, int entries, File output)
      throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (count(log) < entries) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(
            "the scorer did not get to batch "
                + entries
                + ":\n"
                + Files.readString(output.toPath()));
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Numbered entries of a log of the checkpoint. */
  private static int count(Path log) throws IOException {
    if (!Files.isDirectory(log)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(log)) {
      return (int) files.filter(f -> f.getFileName().toString().matches("\\d+")).count();
    }
  }
}
