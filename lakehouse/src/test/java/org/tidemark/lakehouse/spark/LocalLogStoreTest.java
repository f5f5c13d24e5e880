package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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

  /** As a loss of power may leave it, its checksum too, which Hadoop passes over then. */
  @Test
  void anEmptyCommitIsAnErrorAndNotOneWithoutRows() throws IOException {
    LocalLogStore store = new LocalLogStore(CONFIGURATION);
    write(commit(0), false, "{\"a\":1}");
    write(commit(1), false, "{\"a\":2}");
    store.listFrom(commit(0), CONFIGURATION);
    Files.writeString(folder.resolve(commit(0).getName()), "");
    Files.writeString(folder.resolve("." + commit(0).getName() + ".crc"), "");
    assertThatThrownBy(() -> store.listFrom(commit(0), CONFIGURATION))
        .hasMessageContaining("00000000000000000000.json is empty");
    assertThat(store.listFrom(commit(1), CONFIGURATION)).hasNext();
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
    write(commit(0), false, "first, and longer than the second");
    write(commit(0), true, "second");
    assertThat(read(commit(0))).containsExactly("second");
    assertThat(files()).as("no checksum of another's file").hasSize(1);
  }

  /** Its name is taken by a folder with a file in it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWriteThatFailsLeavesNothing(boolean overwrite) throws IOException {
    java.nio.file.Path taken = folder.resolve(commit(0).getName());
    Files.createDirectories(taken.resolve("inner"));
    assertThatThrownBy(() -> write(commit(0), overwrite, "a line")).isInstanceOf(IOException.class);
    assertThat(files()).containsExactly(taken.getFileName().toString());
  }

  /** As the rest of the lake, whatever the process would give its files. */
  @Test
  void permissionsAreHadoops() throws IOException {
    Configuration others = new Configuration();
    others.set("fs.permissions.umask-mode", "027");
    new LocalLogStore(others).write(commit(0), List.of("a").iterator(), false, others);
    for (String file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .isEqualTo("rw-r-----");
    }
  }

  /** Delta writes checkpoints by itself, and only then beside, to be renamed. */
  @Test
  void deltaIsToldThatFilesAreSeenWhileTheyAreWritten() {
    assertThat(new LocalLogStore(CONFIGURATION).isPartialWriteVisible(commit(0), CONFIGURATION))
        .isTrue();
  }

  /** A query that is stopped interrupts its thread: the commit is whole or not there. */
  @Test
  void anInterruptedThreadStillCommits() throws IOException {
    write(commit(1), false, "Hadoop's own classes heed interrupts while they are loaded");
    Thread.currentThread().interrupt();
    boolean interrupted;
    try {
      write(commit(0), false, "first");
    } finally {
      interrupted = Thread.interrupted();
    }
    assertThat(interrupted).isTrue();
    assertThat(read(commit(0))).containsExactly("first");
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

  /** The same of processes: each tries all versions, one of them gets each. */
  @Test
  void ofManyProcessesOneGetsThrough() throws Exception {
    int versions = 200;
    List<Process> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      writers.add(
          new ProcessBuilder(
                  java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Writer.class.getName(),
                  folder.toUri().toString(),
                  String.valueOf(writer),
                  String.valueOf(versions))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    for (Process each : writers) {
      assertThat(each.inputReader().readLine()).isEqualTo("ready");
    }
    for (Process each : writers) {
      each.getOutputStream().close(); // off they go, together
    }
    List<String> through = new ArrayList<>();
    for (Process each : writers) {
      through.addAll(each.inputReader().lines().toList());
      assertThat(each.waitFor()).isZero();
    }
    assertThat(through).hasSize(versions);
    for (String line : through) {
      String[] words = line.split(" ");
      assertThat(read(commit(Integer.parseInt(words[1])))).containsExactly(line);
    }
    assertThat(files()).as("and the first file of each writer").hasSize(2 * (versions + 2));
  }

  /** Tries to commit each version, and prints those with which it got through. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      write(new Path(args[0], "of writer " + args[1]), false, "classes are loaded");
      System.out.println("ready");
      System.in.read();
      for (int version = 0; version < Integer.parseInt(args[2]); version++) {
        String line = args[1] + " " + version;
        try {
          write(new Path(args[0], "%020d.json".formatted(version)), false, line);
          System.out.println(line);
        } catch (FileAlreadyExistsException e) {
          // The other one got through.
        }
      }
    }
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
      new ProcessBuilder("true").start();
      recording.stop();
      recording.dump(events);
    }
    assertThat(RecordingFile.readAllEvents(events))
        .filteredOn(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .as("the one that shows that they are seen")
        .singleElement()
        .satisfies(event -> assertThat(event.getString("command")).isEqualTo("true"));
  }
}
