package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A query over one partition as Spark runs it, with faults: batches that end well or anywhere, a
 * batch repeated over another range, executors that change or lose their memory, snapshots that are
 * deleted, cut, flipped or never written. What was put out is kept as a reader of the output topic
 * would see it.
 *
 * @param <O> what comes out; equal outputs are equal bytes
 */
final class FaultyRun<O> {
  static final StateKey KEY = new StateKey("laws", "ring", "topic-1", 0, 0);

  /** What can go wrong. */
  enum Fault {
    TASK_ENDS,
    LOST_BEFORE_COMMIT,
    MEMORY_LOST,
    MOVED,
    SNAPSHOT_DELETED,
    SNAPSHOT_CUT,
    SNAPSHOT_FLIPPED,
    SNAPSHOT_OF_ANOTHER
  }

  private final MemoryLog log;
  private final PrefixFold.Maker<O> maker;
  private final Path folder;
  private final SplittableRandom random;
  private final List<WarmStates<O>> executors = List.of(new WarmStates<>(), new WarmStates<>());
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  final Map<Long, List<O>> out = new TreeMap<>();
  long repeated;
  private int at;

  FaultyRun(MemoryLog log, PrefixFold.Maker<O> maker, Path folder, SplittableRandom random) {
    this.log = log;
    this.maker = maker;
    this.folder = folder;
    this.random = random;
  }

  /** Runs batches until the end of the log is committed. */
  void run(int longestBatch) {
    long committed = 0;
    while (committed < log.end()) {
      long end = Math.min(log.end(), committed + 1 + random.nextInt(longestBatch));
      disturb();
      committed = attempt(committed, end) ? end : committed;
    }
  }

  private PartitionTask<O> task() {
    return new PartitionTask<>(
        KEY,
        new PartitionTask.Settings<>(
            maker,
            executors.get(at),
            new SnapshotFolder(folder),
            () -> log,
            20 + random.nextInt(300),
            position -> {}));
  }

  /** One try of a batch; whether it was committed. */
  private boolean attempt(long from, long to) {
    PartitionTask<O> task = task();
    long stop = happens(Fault.TASK_ENDS, 4) ? from + random.nextLong(to - from + 1) : to + 1;
    for (long offset = from; offset < to; offset++) {
      if (offset == stop) {
        return false;
      }
      List<O> row = new ArrayList<>();
      task.on(log.at(offset), row::add);
      keep(offset, row);
    }
    if (stop == to) {
      return false; // all records taken, but the input never said that it is over
    }
    task.noMore();
    return !happens(Fault.LOST_BEFORE_COMMIT, 6);
  }

  private void keep(long offset, List<O> row) {
    List<O> before = out.putIfAbsent(offset, row);
    if (before != null) {
      repeated++;
      assertThat(row).as("offset " + offset + " put out again").isEqualTo(before);
    }
  }

  private boolean happens(Fault fault, int oneIn) {
    boolean now = random.nextInt(oneIn) == 0;
    if (now) {
      faults.merge(fault, 1, Integer::sum);
    }
    return now;
  }

  private void disturb() {
    if (happens(Fault.MEMORY_LOST, 5)) {
      executors.get(at).clear();
    }
    if (happens(Fault.MOVED, 4)) {
      at = 1 - at; // what the other one remembers is old
    }
    List<Path> snapshots = snapshots();
    if (snapshots.isEmpty()) {
      return;
    }
    Path one = snapshots.get(random.nextInt(snapshots.size()));
    try {
      if (happens(Fault.SNAPSHOT_DELETED, 8)) {
        Files.delete(one);
      } else if (happens(Fault.SNAPSHOT_CUT, 6)) {
        byte[] bytes = Files.readAllBytes(one);
        Files.write(one, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      } else if (happens(Fault.SNAPSHOT_FLIPPED, 6)) {
        byte[] bytes = Files.readAllBytes(one);
        if (bytes.length > 0) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          Files.write(one, bytes);
        }
      } else if (happens(Fault.SNAPSHOT_OF_ANOTHER, 10)) {
        Snapshot foreign =
            new Snapshot(
                new StateKey("laws", "ring", "topic-0", 0, 0), 5, 0, maker.start().snapshot());
        Files.write(one, foreign.encode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> snapshots() {
    Path place = folder.resolve("0");
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
