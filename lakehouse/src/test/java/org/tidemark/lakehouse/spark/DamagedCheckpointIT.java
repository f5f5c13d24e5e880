package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.TestSpark;
import scala.Option;

/**
 * A checkpoint of a table's log is damaged on the disk, or the note which is the last: a new
 * program either refuses the table or finds all of it, the number of the last batch too, by which
 * no batch is taken twice.
 */
class DamagedCheckpointIT {
  private static final String LOG = "live/progress/_delta_log/";
  private static final String CHECKPOINT = LOG + "00000000000000000006.checkpoint.parquet";
  private static final String NOTE = LOG + "_last_checkpoint";
  private static final String APPLICATION = "q/live.progress";
  private static final long BATCHES = 8;

  @TempDir Path folder;

  private TableStore store(Path lake) {
    return new TableStore(TestSpark.session(), Lake.at(lake.toString()));
  }

  private static void append(TableStore store, long batch) {
    store.appendOnce(
        Tables.PROGRESS,
        store.rows(
            Tables.PROGRESS, List.of(RowFactory.create("q", batch, 10L, 9L, 1L, 2L, 2L, "v1"))),
        APPLICATION,
        batch);
  }

  private static List<Long> batches(TableStore store) {
    return store
        .read(Tables.PROGRESS)
        .select("batch_id")
        .orderBy("batch_id")
        .as(Encoders.LONG())
        .collectAsList();
  }

  private Path whole() {
    Path whole = folder.resolve("whole");
    TableStore store = store(whole);
    for (long batch = 0; batch < BATCHES; batch++) {
      append(store, batch);
      if (batch == 5) {
        DeltaLog log = DeltaLog.forTable(store.spark(), store.lake().location(Tables.PROGRESS));
        log.checkpoint(log.update(false, Option.empty(), Option.empty()), Option.empty());
      }
    }
    assertThat(whole.resolve(CHECKPOINT)).exists();
    assertThat(whole.resolve(NOTE)).exists();
    return whole;
  }

  /** Cut off, emptied, with a bit flipped, or gone; says which. */
  private static String damage(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> {
        Files.delete(file);
        return "gone";
      }
      case 1 -> {
        Files.write(file, new byte[0]);
        return "empty";
      }
      case 2, 3 -> {
        Files.write(file, Arrays.copyOf(bytes, at));
        return "cut at " + at;
      }
      default -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        return "bit flipped at " + at;
      }
    }
  }

  @Test
  void aTableIsRefusedOrAllOfIt() throws IOException {
    Path whole = whole();
    Random random = new Random(6);
    List<Long> truth = LongStream.range(0, BATCHES).boxed().toList();
    int refusals = 0;
    for (int n = 0; n < 24; n++) {
      Path lake = folder.resolve("lake" + n);
      FileUtils.copyDirectory(whole.toFile(), lake.toFile());
      String name = n % 3 == 0 ? NOTE : CHECKPOINT;
      String what = name + " " + damage(lake.resolve(name), random);
      TableStore store = store(lake);
      try {
        assertThat(batches(store)).as(what).isEqualTo(truth);
        assertThat(store.lastNumber(Tables.PROGRESS, APPLICATION))
            .as(what)
            .isEqualTo(OptionalLong.of(BATCHES - 1));
        append(store, BATCHES - 1);
        assertThat(batches(store)).as(what).isEqualTo(truth);
      } catch (Exception refused) { // Spark throws checked exceptions that it does not declare
        refusals++;
        assertThat(refused).as(what).hasStackTraceContaining(lake.resolve(name).toString());
        putRight(lake);
        assertThat(batches(store(lake))).as(what).isEqualTo(truth);
      }
    }
    assertThat(refusals).as("of 24 damaged lakes").isBetween(1, 23);
  }

  /** As docs/how-to/recover.md says. */
  private static void putRight(Path lake) throws IOException {
    for (String name : List.of(CHECKPOINT, NOTE)) {
      Path file = lake.resolve(name);
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
    DeltaLog.clearCache();
  }
}
