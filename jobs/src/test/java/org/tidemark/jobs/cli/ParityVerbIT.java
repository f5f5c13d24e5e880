package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.TestSpark;

/** The verb {@code parity} through the command line: what it says, and how it ends. */
@ExtendWith(EndedStreams.class)
class ParityVerbIT {
  private static final long START = 1_700_006_400_000_000_000L; // 2023-11-15T00:00:00Z

  @TempDir static Path folder;

  /** A query that took two ticks, of which one is kept. */
  @Test
  void parityPassesWithoutLiveEventsAndEndsWithFiveWhenATickIsLost() {
    TableStore live = new TableStore(TestSpark.session(), Lake.at(folder.resolve("live") + ""));
    String[] words = {"parity", "--lake", folder.resolve("live") + "", "--as-of", "2023-11-16"};
    Cli none = Cli.run(words);
    assertThat(none.code()).as(none.err()).isZero();
    assertThat(none.out()).contains("parity: no live events up to the end of 2023-11-15");
    FeatureSet set = FeatureSets.named("bars40");
    append(
        live,
        Tables.LIVE_BEGINNINGS,
        RowFactory.create(
            "live",
            "Q",
            101L,
            set.name(),
            set.hash(),
            set.sampler().id(),
            null,
            set.start().snapshot(),
            0L));
    append(
        live,
        Tables.LIVE_TICKS,
        RowFactory.create(
            "live",
            "Q",
            101L,
            new Timestamp(START / 1_000_000),
            START,
            START,
            "{\"type\":\"trade\",\"instrument\":\"Q\",\"offset\":101,\"eventTimeNanos\":"
                + START
                + ",\"price\":10.0,\"size\":1.0,\"aggressor\":\"BUY\"}",
            "feed",
            "0",
            0L,
            0L));
    append(live, Tables.PROGRESS, RowFactory.create("live", 0L, 2L, 2L, 0L, 0L, 0L, null));
    Cli lost = Cli.run(words);
    assertThat(lost.code()).as(lost.err()).isEqualTo(5);
    assertThat(lost.err())
        .contains("1 ticks are lost: micro-batch 0 took 2 ticks, of which 1 are kept");
    assertThat(
            live.read(Tables.PARITY)
                .groupBy("verdict", "ticks", "lost_ticks")
                .count()
                .collectAsList())
        .extracting(row -> row.mkString(","))
        .containsExactly("incomplete,1,1,40");
  }

  private static void append(TableStore to, Table table, Row row) {
    to.append(table, to.rows(table, List.of(row)));
  }
}
