package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.streaming.feature.PartitionFold;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Thresholds;
import org.tidemark.streaming.source.TickSchema;

/** Whatever happens to tasks, memory and snapshots, the outputs are those of one sequential run. */
class PartitionTaskLawsTest {
  private static final StateKey KEY = FaultyRun.KEY;

  @TempDir Path folder;

  private static MemoryLog log(SplittableRandom random, int records) {
    MemoryLog log = new MemoryLog();
    for (int i = 0; i < records; i++) {
      byte[] value = new byte[3];
      random.nextBytes(value);
      value[0] = (byte) random.nextInt(7);
      log.add(value);
    }
    return log;
  }

  /** The slow twin: one fold over the whole log. */
  private static <O> Map<Long, List<O>> sequential(MemoryLog log, PrefixFold<O> fold) {
    Map<Long, List<O>> out = new TreeMap<>();
    for (long offset = 0; offset < log.end(); offset++) {
      List<O> row = new ArrayList<>();
      fold.on(log.at(offset), row::add);
      out.put(offset, row);
    }
    return out;
  }

  @Test
  void anyFaultsGiveTheSequentialRun() {
    faultsGiveTheSequentialRun(12);
  }

  @Test
  @Tag("long")
  void moreFaultsGiveTheSequentialRun() {
    faultsGiveTheSequentialRun(400);
  }

  private void faultsGiveTheSequentialRun(int seeds) {
    Map<FaultyRun.Fault, Integer> faults = new EnumMap<>(FaultyRun.Fault.class);
    long repeated = 0;
    for (int seed = 0; seed < seeds; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      MemoryLog log = log(random, 1500);
      FaultyRun<String> run =
          new FaultyRun<>(log, RingFold.MAKER, folder.resolve("run-" + seed), random);
      run.run(120);
      assertThat(run.out).as("seed " + seed).isEqualTo(sequential(log, new RingFold()));
      run.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
      repeated += run.repeated;
    }
    assertThat(faults.keySet()).containsExactly(FaultyRun.Fault.values());
    assertThat(faults.values()).allMatch(times -> times >= 3);
    assertThat(repeated).isGreaterThan(100);
  }

  /** The same for the features of the product, poison between the ticks. */
  @Test
  void featuresAreThoseOfTheSequentialRunToo() {
    FeatureSet set = FeatureSets.bars40(Duration.ofMinutes(1));
    RealTimeRows rows =
        new RealTimeRows(
            "q",
            "d",
            "ticks",
            "id",
            Map.of(0, 0L),
            set,
            TickLimits.standard(),
            Thresholds.ofProbability(),
            "folder",
            "out",
            "dead",
            10,
            Map.of(),
            TickSchema.json());
    SplittableRandom random = new SplittableRandom(8);
    MemoryLog log = new MemoryLog();
    for (int i = 0; i < 350; i++) {
      String text =
          random.nextInt(20) == 0
              ? "poison " + i
              : ("{\"type\":\"trade\",\"instrument\":\"I%d\",\"offset\":%d,\"eventTimeNanos\":%d,"
                      + "\"price\":\"%d\",\"size\":\"1\",\"aggressor\":\"BUY\"}")
                  .formatted(
                      random.nextInt(3),
                      i - (random.nextInt(30) == 0 ? 20 : 0),
                      i * 9_000_000_000L,
                      100 + random.nextInt(9));
      log.add(text.getBytes(StandardCharsets.UTF_8));
    }
    PrefixFold.Maker<String> maker = lines(rows.folds());
    FaultyRun<String> run = new FaultyRun<>(log, maker, folder, random);
    run.run(60);
    Map<Long, List<String>> wanted = sequential(log, maker.start());
    assertThat(run.out).isEqualTo(wanted);
    String all = wanted.toString();
    assertThat(all)
        .contains("MALFORMED_JSON")
        .contains("DUPLICATE")
        .contains("\"instrument\":\"I2\"");
    assertThat(wanted.values().stream().flatMap(List::stream).filter(l -> l.contains("score")))
        .hasSizeGreaterThan(100);
  }

  /** Outputs as the lines that the topics get. */
  private static PrefixFold.Maker<String> lines(PrefixFold.Maker<PartitionFold.Output> folds) {
    return new PrefixFold.Maker<>() {
      private PrefixFold<String> lines(PrefixFold<PartitionFold.Output> fold) {
        return new PrefixFold<>() {
          @Override
          public void on(LogRecord record, Consumer<? super String> out) {
            fold.on(
                record,
                output ->
                    out.accept(
                        output instanceof PartitionFold.Closed bar
                            ? OutputLine.scored(
                                record,
                                0,
                                bar,
                                bar.values()[0],
                                "HOLD",
                                new ServingNote("m", "v", "s", "r"),
                                "set")
                            : OutputLine.dead("ticks", record, (PartitionFold.Dead) output)));
          }

          @Override
          public byte[] snapshot() {
            return fold.snapshot();
          }
        };
      }

      @Override
      public PrefixFold<String> start() {
        return lines(folds.start());
      }

      @Override
      public PrefixFold<String> restore(byte[] snapshot) {
        return lines(folds.restore(snapshot));
      }
    };
  }

  /** The harness sees a state that is not a function of the log alone. */
  @Test
  void aFoldWithAMemoryOfItsOwnIsFound() {
    int[] shared = new int[1];
    PrefixFold.Maker<String> impure =
        new PrefixFold.Maker<>() {
          private PrefixFold<String> counting(PrefixFold<String> fold) {
            return new PrefixFold<>() {
              @Override
              public void on(LogRecord record, Consumer<? super String> out) {
                fold.on(record, text -> out.accept(text + " " + shared[0]++));
              }

              @Override
              public byte[] snapshot() {
                return fold.snapshot();
              }
            };
          }

          @Override
          public PrefixFold<String> start() {
            return counting(RingFold.MAKER.start());
          }

          @Override
          public PrefixFold<String> restore(byte[] snapshot) {
            return counting(RingFold.MAKER.restore(snapshot));
          }
        };
    SplittableRandom random = new SplittableRandom(5);
    FaultyRun<String> run = new FaultyRun<>(log(random, 1500), impure, folder, random);
    assertThatThrownBy(() -> run.run(120)).isInstanceOf(AssertionError.class);
  }

  private PartitionTask<String> task(MemoryLog log, WarmStates<String> warm, SnapshotStore store) {
    return new PartitionTask<>(
        KEY,
        new PartitionTask.Settings<>(RingFold.MAKER, warm, store, () -> log, 1_000_000, at -> {}));
  }

  private static void feed(PartitionTask<String> task, MemoryLog log, long from, long to) {
    for (long offset = from; offset < to; offset++) {
      task.on(log.at(offset), text -> {});
    }
  }

  @Test
  void aTaskThatEndedWellLeavesItsStateAndOneThatDidNotLeavesNone() {
    MemoryLog log = log(new SplittableRandom(1), 300);
    WarmStates<String> warm = new WarmStates<>();
    SnapshotFolder store = new SnapshotFolder(folder);
    PartitionTask<String> good = task(log, warm, store);
    feed(good, log, 0, 100);
    good.noMore();
    feed(task(log, warm, store), log, 100, 150);
    assertThat(log.replayed()).as("warm").isZero();
    // The second task took the state and did not end well.
    assertThat(warm.take(KEY, 150)).isEmpty();
    feed(task(log, warm, store), log, 140, 150);
    assertThat(log.replayed()).as("from the snapshot at 100").isEqualTo(40);
  }

  @Test
  void whatTheLogNoLongerHoldsIsAnError() {
    MemoryLog log = log(new SplittableRandom(2), 300);
    SnapshotFolder store = new SnapshotFolder(folder);
    PartitionTask<String> first = task(log, new WarmStates<>(), store);
    feed(first, log, 0, 100);
    first.noMore();
    log.forget(120);
    assertThatThrownBy(() -> feed(task(log, new WarmStates<>(), store), log, 150, 151))
        .isInstanceOf(StateLostException.class)
        .hasMessageContaining("STATE LOST")
        .hasMessageContaining("partition 0 needs offsets 100 to 149 but the log begins at 120");
    // Without a snapshot everything from the origin is needed.
    assertThatThrownBy(
            () ->
                feed(
                    task(log, new WarmStates<>(), new SnapshotFolder(folder.resolve("none"))),
                    log,
                    150,
                    151))
        .hasMessageContaining("needs offsets 0 to 149 but the log begins at 120");
    // A snapshot that stands exactly there needs nothing of the log.
    MemoryLog later = log(new SplittableRandom(2), 300);
    later.forget(100);
    feed(task(later, new WarmStates<>(), store), later, 100, 200);
  }

  @Test
  void aHoleARepeatAnotherPartitionAndAnOffsetBelowTheOriginAreErrors() {
    MemoryLog log = log(new SplittableRandom(3), 10);
    SnapshotFolder store = new SnapshotFolder(folder);
    for (long second : new long[] {2, 0}) {
      PartitionTask<String> task = task(log, new WarmStates<>(), store);
      task.on(log.at(0), text -> {});
      assertThatThrownBy(() -> task.on(log.at(second), text -> {}))
          .hasMessageContaining("offset " + second + " came where 1 was due");
      // Broken: it takes nothing more and leaves nothing.
      assertThatThrownBy(() -> task.on(log.at(1), text -> {})).hasMessageContaining("failed");
      task.noMore();
      assertThat(store.offsets(KEY)).isEmpty();
    }
    assertThatThrownBy(
            () ->
                task(log, new WarmStates<>(), store)
                    .on(new LogRecord(1, 0, 0, new byte[3]), text -> {}))
        .hasMessageContaining("record of partition 1 came to the task of partition 0");
    StateKey late = new StateKey("laws", "ring", "topic-1", 0, 5);
    assertThatThrownBy(
            () ->
                new PartitionTask<>(
                        late,
                        new PartitionTask.Settings<>(
                            RingFold.MAKER, new WarmStates<>(), store, () -> log, 10, at -> {}))
                    .on(log.at(4), text -> {}))
        .hasMessageContaining("offset 4 lies below the origin 5");
  }

  @Test
  void snapshotsOfAnOriginAboveZeroBeginThere() {
    MemoryLog log = log(new SplittableRandom(4), 100);
    log.forget(30);
    StateKey key = new StateKey("laws", "ring", "topic-1", 0, 30);
    List<Long> positions = new ArrayList<>();
    PartitionTask<String> task =
        new PartitionTask<>(
            key,
            new PartitionTask.Settings<>(
                RingFold.MAKER,
                new WarmStates<>(),
                new SnapshotFolder(folder),
                () -> log,
                1_000_000,
                positions::add));
    List<String> out = new ArrayList<>();
    task.on(log.at(60), out::add);
    assertThat(positions)
        .as("a replay is told as it goes")
        .isEqualTo(LongStream.rangeClosed(31, 61).boxed().toList());
    RingFold twin = new RingFold();
    List<String> wanted = new ArrayList<>();
    log.read(30, 60, record -> twin.on(record, text -> {}));
    twin.on(log.at(60), wanted::add);
    assertThat(out).isEqualTo(wanted);
  }
}
