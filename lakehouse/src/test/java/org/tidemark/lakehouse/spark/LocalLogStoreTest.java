package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLogStoreTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir java.nio.file.Path folder;

  private Path commit(int version) {
    return new Path(folder.toUri().toString(), "%020d.json".formatted(version));
  }

  /** As another process would, with a store of its own. */
  private static void write(Path path, boolean overwrite, String... lines) throws IOException {
    new LocalLogStore(CONFIGURATION)
        .write(path, List.of(lines).iterator(), overwrite, CONFIGURATION);
  }

  private static List<String> read(Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    try (CloseableIterator<String> each =
        new LocalLogStore(CONFIGURATION).read(path, CONFIGURATION)) {
      each.forEachRemaining(lines::add);
    }
    return lines;
  }

  private List<String> files() throws IOException {
    try (Stream<java.nio.file.Path> names = Files.list(folder)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aCommitIsThereWithItsChecksumAndNothingElse() throws IOException {
    write(commit(0), false, "{\"a\":1}", "{\"b\":\"ü\"}");
    assertThat(read(commit(0))).containsExactly("{\"a\":1}", "{\"b\":\"ü\"}");
    assertThat(files())
        .containsExactly(".00000000000000000000.json.crc", "00000000000000000000.json");
  }

  /** Its checksums are those that Hadoop itself would have written, whatever the length. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 510, 511, 512, 1_023, 5_000})
  void theChecksumsAreHadoops(int length) throws IOException {
    write(commit(0), false, "x".repeat(length));
    try (var out = FileSystem.getLocal(CONFIGURATION).create(commit(1))) {
      out.writeBytes("x".repeat(length) + "\n");
    }
    assertThat(folder.resolve("." + commit(0).getName() + ".crc"))
        .hasSameBinaryContentAs(folder.resolve("." + commit(1).getName() + ".crc"));
  }

  @Test
  void whatIsThereIsRefusedAndStays() throws IOException {
    write(commit(0), false, "first");
    assertThatThrownBy(() -> write(commit(0), false, "second"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(commit(0))).containsExactly("first");
    assertThat(files()).hasSize(2);
  }

  @Test
  void whatMayBeReplacedIs() throws IOException {
    write(commit(0), true, "first, and longer than the second");
    write(commit(0), true, "second");
    assertThat(read(commit(0))).containsExactly("second");
    assertThat(files()).hasSize(2);
  }

  /** A disk that fills up, say. */
  @Test
  void aWriteThatFailsLeavesNothing() throws IOException {
    Iterator<String> broken =
        Stream.of("one", "two")
            .peek(
                line -> {
                  if (line.equals("two")) {
                    throw new IllegalStateException("no second line");
                  }
                })
            .iterator();
    LocalLogStore store = new LocalLogStore(CONFIGURATION);
    assertThatThrownBy(() -> store.write(commit(0), broken, false, CONFIGURATION))
        .hasMessage("no second line");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFlippedBitIsNotRead() throws IOException {
    write(commit(0), false, "{\"a\":1}");
    java.nio.file.Path file = folder.resolve(commit(0).getName());
    byte[] bytes = Files.readAllBytes(file);
    bytes[5] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(commit(0))).hasRootCauseInstanceOf(ChecksumException.class);
  }

  /** The law: of any number that commit one version, one gets through, and its lines are there. */
  @Test
  void ofManyOneGetsThrough() throws Exception {
    int writers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int version = 0; version < 50; version++) {
        Path path = commit(version);
        CyclicBarrier together = new CyclicBarrier(writers);
        List<Future<Optional<String>>> asked =
            IntStream.range(0, writers)
                .mapToObj(writer -> threads.submit(() -> tries(path, "writer " + writer, together)))
                .toList();
        List<String> through = new ArrayList<>();
        for (Future<Optional<String>> each : asked) {
          each.get().ifPresent(through::add);
        }
        assertThat(through).as("version %d", version).hasSize(1);
        assertThat(read(path)).isEqualTo(through);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(files()).as("commits and checksums").hasSize(100);
  }

  private static Optional<String> tries(Path path, String line, CyclicBarrier together)
      throws Exception {
    together.await();
    try {
      write(path, false, line);
      return Optional.of(line);
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    }
  }

  @Test
  void noProcessIsStarted() throws IOException {
    write(commit(0), false, "classes are loaded");
    java.nio.file.Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      write(commit(1), false, "a commit");
      write(commit(1), true, "another");
      recording.stop();
      recording.dump(events);
    }
    assertThat(RecordingFile.readAllEvents(events))
        .filteredOn(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .isEmpty();
  }
}
