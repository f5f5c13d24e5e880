package org.tidemark.streaming.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How far a query has come, as Spark notes it in the folder of its checkpoint. */
public final class CheckpointLog {
  private static final long NONE = -1;

  /** Of an entry of the log of offsets: a version and metadata come before. */
  private static final int OFFSETS_LINE = 2;

  /** Of the note of where the source began: a version comes before. */
  private static final int ORIGIN_LINE = 1;

  /** Names of what Spark reads; what a kill has left half-written beside it begins with a dot. */
  private static final Pattern ENTRY = Pattern.compile("(\\d{1,18})(\\.compact)?");

  /** As Spark names an entry before it is whole. */
  private static final Pattern HALF_WRITTEN = Pattern.compile("\\.\\d{1,18}\\.[^/]+\\.tmp");

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

  private final Path folder;
  private final FileSystem files;

  /** The notes in a folder; nothing is read yet. */
  public CheckpointLog(String folder, Configuration configuration) {
    this.folder = new Path(folder);
    try {
      this.files = this.folder.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + folder + " cannot be opened", e);
    }
  }

  /** Whether a query has ever begun here. */
  public boolean begun() {
    return text("metadata").isPresent();
  }

  /** Whether the source has ever been asked what there is: from then on offsets are of it. */
  public boolean bound() {
    return planned() > NONE || newest("sources/0") > NONE;
  }

  /** The name by which tables know the query; empty where none has begun or the file is damaged. */
  public Optional<String> queryId() {
    return text("metadata").map(ID::matcher).filter(Matcher::find).map(found -> found.group(1));
  }

  /** The newest batch whose offsets are noted, or -1. */
  public long planned() {
    return newest("offsets");
  }

  /** Offsets of the newest batch as the source wrote them; empty where no batch was planned. */
  public Optional<String> offsets() {
    return planned() == NONE ? Optional.empty() : offsets(planned());
  }

  /** Where a batch ends, as the source wrote it; empty where it is not noted, or no longer. */
  public Optional<String> offsets(long batch) {
    return line("offsets/" + batch, OFFSETS_LINE);
  }

  /** Where the first batch begins, as a source of a topic wrote it. */
  Optional<String> origin() {
    return line("sources/0/0", ORIGIN_LINE);
  }

  private Optional<String> line(String name, int number) {
    List<String> lines = lines(name);
    return lines.size() > number ? Optional.of(lines.get(number)) : Optional.empty();
  }

  /** The newest batch that is noted as done, or -1. */
  public long done() {
    return newest("commits");
  }

  /**
   * The files that Spark reads to find out how far it is: the last entries of {@code offsets} and
   * {@code commits}, and those of the source since it was compacted.
   */
  List<Path> read() {
    List<Path> read = new ArrayList<>(List.of(new Path(folder, "metadata")));
    read.addAll(last("offsets"));
    read.addAll(last("commits"));
    List<Path> sources = entries("sources/0");
    long compact =
        sources.stream()
            .filter(CheckpointLog::isCompact)
            .mapToLong(CheckpointLog::number)
            .max()
            .orElse(NONE);
    sources.stream().filter(entry -> number(entry) >= compact).forEach(read::add);
    return read;
  }

  /** The last batch begins where the one before it has ended. */
  private List<Path> last(String log) {
    long newest = newest(log);
    return entries(log).stream().filter(entry -> number(entry) >= newest - 1).toList();
  }

  private static boolean isCompact(Path entry) {
    return entry.getName().endsWith(".compact");
  }

  private static long number(Path entry) {
    return Long.parseLong(entry.getName().replace(".compact", ""));
  }

  /** Whether a batch has been planned and not noted as done. */
  public boolean unfinished() {
    return planned() > done();
  }

  /** The lines of a file below the folder; none where it is not there. */
  List<String> lines(String name) {
    return text(name).map(all -> all.lines().toList()).orElse(List.of());
  }

  private Optional<String> text(String name) {
    Path file = new Path(folder, name);
    try (FSDataInputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /**
   * Removes entries that a killed process was writing. Spark plans no first batch over them ({@code
   * STATE_STORE_CHECKPOINT_LOCATION_NOT_EMPTY}), so that a query killed at the end of its first
   * turn would never start again. Later they are in nobody's way, and are left: where nothing holds
   * a checkpoint, they may be those of a scorer that runs.
   */
  public void dropHalfWritten() {
    if (done() != NONE) {
      return;
    }
    for (String log : List.of("offsets", "commits")) {
      for (Path entry : all(log)) {
        if (HALF_WRITTEN.matcher(entry.getName()).matches()) {
          try {
            files.delete(entry, false);
          } catch (IOException e) {
            throw new UncheckedIOException(entry + " is half-written and cannot be deleted", e);
          }
        }
      }
    }
  }

  private long newest(String log) {
    return entries(log).stream()
        .filter(entry -> !isCompact(entry))
        .mapToLong(CheckpointLog::number)
        .max()
        .orElse(NONE);
  }

  private List<Path> entries(String log) {
    return all(log).stream().filter(entry -> ENTRY.matcher(entry.getName()).matches()).toList();
  }

  private List<Path> all(String log) {
    Path entries = new Path(folder, log);
    try {
      return Stream.of(files.listStatus(entries)).map(FileStatus::getPath).toList();
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(entries + " cannot be read", e);
    }
  }
}
