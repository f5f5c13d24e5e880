package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are whole or passed over, and as many are kept as are needed. */
class SnapshotFolderTest {
  private static final long DAY = 86_400_000_000_000L;
  private static final StateKey KEY = new StateKey("q", "set", "topic", 3, 0);

  @TempDir Path folder;

  private static Snapshot at(long next, long day) {
    return new Snapshot(KEY, next, day * DAY + 5, new byte[] {1, 2, (byte) next});
  }

  @Test
  void everyBitAndEveryLengthCounts() throws IOException {
    SnapshotFolder store = new SnapshotFolder(folder);
    store.write(at(7, 1));
    assertThat(store.read(KEY, 7).orElseThrow().state()).containsExactly(1, 2, 7);
    assertThat(store.read(KEY, 8)).isEmpty();
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThat(store.read(KEY, 7)).as("bit " + bit).isEmpty();
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(store.read(KEY, 7)).as("length " + length).isEmpty();
    }
    Files.write(file, whole);
    for (StateKey other :
        List.of(
            new StateKey("p", "set", "topic", 3, 0),
            new StateKey("q", "tes", "topic", 3, 0),
            new StateKey("q", "set", "again", 3, 0),
            new StateKey("q", "set", "topic", 3, 1))) {
      assertThat(store.read(other, 7)).as(other.toString()).isEmpty();
    }
    assertThat(store.read(KEY, 7)).isPresent();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("3"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void theNewestFewBelowTheBatchThoseAboveItAndOneADayAreKept() throws IOException {
    SnapshotFolder store = new SnapshotFolder(folder);
    for (long next = 1; next <= 20; next++) {
      store.write(at(next, next / 4));
    }
    store.prune(KEY, 17);
    List<Long> kept = new ArrayList<>(store.offsets(KEY));
    assertThat(kept).containsExactly(20L, 19L, 18L, 17L, 16L, 15L, 14L, 11L, 7L, 3L);
    assertThat(files()).hasSize(kept.size());
  }

  @Test
  void aFolderThatCannotBeWrittenLosesOnlyTheSnapshot() throws IOException {
    Path taken = folder.resolve("taken");
    Files.writeString(taken, "a file stands where the folder should");
    new SnapshotFolder(taken).write(at(7, 1));
    assertThat(taken).isRegularFile();
  }

  @Test
  void theBackgroundWritesAllBeforeItCloses() {
    BackgroundSnapshots store = new BackgroundSnapshots(new SnapshotFolder(folder));
    store.write(at(5, 1));
    store.close();
    assertThat(store.offsets(KEY)).containsExactly(5L);
    store.write(at(6, 1)); // after the end: not an error, a snapshot less
    assertThat(store.offsets(KEY)).containsExactly(5L);
  }

  /** Tasks of many partitions end together, and a quiet one has no other snapshot for days. */
  @Test
  void howeverSlowTheDiskTheEndsOfTheLastTwoTurnsAreWritten() {
    CountDownLatch disk = new CountDownLatch(1);
    SnapshotFolder files = new SnapshotFolder(folder);
    BackgroundSnapshots store =
        new BackgroundSnapshots(
            new SnapshotStore() {
              @Override
              public List<Long> offsets(StateKey key) {
                return files.offsets(key);
              }

              @Override
              public Optional<Snapshot> read(StateKey key, long next) {
                return files.read(key, next);
              }

              @Override
              public void write(Snapshot snapshot) {
                await(disk);
                files.write(snapshot);
              }

              @Override
              public void prune(StateKey key, long batchStart) {
                files.prune(key, batchStart);
              }
            });
    List<StateKey> keys =
        IntStream.range(0, 40).mapToObj(p -> new StateKey("q", "d", "t", p, 0)).toList();
    for (long turn = 1; turn <= 5; turn++) {
      for (StateKey key : keys) {
        store.write(new Snapshot(key, 10 * turn + 5, 0, new byte[] {0}));
        store.writeLast(new Snapshot(key, 10 * turn + 9, 0, new byte[] {(byte) turn}));
        store.prune(key, 10 * turn + 9);
      }
    }
    store.write(new Snapshot(keys.get(1), 65, 0, new byte[] {0})); // of a turn that has not ended
    disk.countDown();
    store.close();
    assertThat(keys)
        .allSatisfy(
            key -> {
              assertThat(store.offsets(key)).startsWith(59L, 49L);
              assertThat(store.read(key, 59).orElseThrow().state()).containsExactly(5);
            });
    assertThat(store.offsets(keys.get(1))).as("the others gave way").containsExactly(59L, 49L);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
