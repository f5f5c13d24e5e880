package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.spark.CrossDriver;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The comparison of {@link CrossIT} over thirty days, with runs at uneven dates. */
@Tag("long")
class CrossLongIT {
  private static final LocalDate FIRST = LocalDate.parse("2018-03-01");
  private static final int DAYS = 30;
  private static final List<Integer> DATES = List.of(1, 2, 15, 29, DAYS);

  @TempDir private Path folder;

  private TableStore lake(String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  @Test
  void fullEqualsRunsAtDatesEqualsAKilledStream() throws IOException {
    RecordedUniverse recorded = RecordedUniverse.of(folder, FIRST, DAYS);
    Map<String, List<Integer>> looped = recorded.looped();
    TableStore full = lake("full");
    recorded.ingest(full, IntStream.range(0, DAYS).boxed().toList());
    FileUtils.copyDirectory(
        folder.resolve("full/market").toFile(), folder.resolve("dates/market").toFile());
    CrossDriver.Summary once =
        new CrossDriver(full, RecordedUniverse.SET).run(FIRST.plusDays(DAYS));
    assertThat(once.events()).isEqualTo(recorded.events()).isGreaterThan(100_000);
    RecordedUniverse.assertSameBits(RecordedUniverse.stored(full), looped);

    TableStore dates = lake("dates");
    DATES.forEach(day -> new CrossDriver(dates, RecordedUniverse.SET).run(FIRST.plusDays(day)));
    RecordedUniverse.assertSameBits(RecordedUniverse.stored(dates), looped);

    recorded.feed(folder.resolve("ticks"), 17);
    for (int filesPerBatch : new int[] {17, 5}) {
      FeatureStream stream = recorded.stream(TestSpark.session(), "killed-" + filesPerBatch);
      stream.runKilled(filesPerBatch);
      RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closed()), looped);
      RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closedBeforeDeath()), looped);
    }
  }
}
