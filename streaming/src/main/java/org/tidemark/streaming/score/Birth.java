package org.tidemark.streaming.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.source.CheckpointLog;

/**
 * The saved states that a query was born with, noted beside its checkpoint before the first batch,
 * so that a first batch that is repeated after a crash begins with the same ones.
 */
public final class Birth {
  private static final String HEADER = "tidemark birth 1";
  private static final long COLD = -1;

  private final TableStore store;
  private final String checkpointFolder;
  private final Beginning beginning;
  private final Configuration configuration;

  /**
   * @param version of the table of states, or {@link #COLD}
   */
  private record Note(long version, LocalDate until) {}

  /** Of the query with that checkpoint folder. */
  public Birth(TableStore store, String checkpoint, Beginning beginning) {
    this.store = store;
    this.checkpointFolder = checkpoint;
    this.beginning = beginning;
    this.configuration = store.spark().sessionState().newHadoopConf();
  }

  /** Reads saved states out of a version of {@code features.feature_state}. */
  public interface States<T> {
    /**
     * @param until states of later days are left out
     */
    T read(long version, LocalDate until);
  }

  /** States for the first batch; none when that one is over, or it is to begin cold. */
  public <T> Optional<T> states(States<T> states) {
    Path checkpoint = new Path(checkpointFolder);
    try {
      FileSystem files = checkpoint.getFileSystem(configuration);
      Path born = new Path(checkpoint, "born");
      CheckpointLog log = new CheckpointLog(checkpointFolder, configuration);
      // A checkpoint without a note is of a program that knew no saved states.
      if (log.done() >= 0 || !files.exists(born) && log.planned() >= 0) {
        return Optional.empty();
      }
      Note note = note(files, born);
      return note.version() == COLD
          ? Optional.empty()
          : Optional.of(states.read(note.version(), note.until()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the states of a new query cannot be noted below " + checkpoint, e);
    }
  }

  private Note note(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      if (lines.length != 4 || !lines[0].equals(HEADER)) {
        throw new IllegalStateException(
            file + " is damaged; start the query under a new name, which begins a new checkpoint");
      }
      return new Note(Long.parseLong(lines[1]), LocalDate.parse(lines[2]));
    } catch (FileNotFoundException absent) {
      Note note = choose();
      Path hidden = file.suffix(".part");
      try (FSDataOutputStream out = files.create(hidden, true)) {
        out.write(
            String.join("\n", HEADER, Long.toString(note.version()), note.until().toString(), "")
                .getBytes(StandardCharsets.UTF_8));
      }
      if (!files.rename(hidden, file)) {
        throw new IOException("renaming " + hidden + " failed");
      }
      return note;
    }
  }

  private Note choose() {
    return beginning instanceof Beginning.Saved saved
        ? new Note(store.version(Tables.FEATURE_STATE), saved.until())
        : new Note(COLD, LocalDate.EPOCH);
  }
}
