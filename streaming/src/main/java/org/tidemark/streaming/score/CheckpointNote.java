package org.tidemark.streaming.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A small text that a scorer keeps beside the checkpoint of its query. */
final class CheckpointNote {
  private final Path file;
  private final Path hidden;
  private final FileSystem files;

  CheckpointNote(String checkpoint, String name, Configuration configuration) {
    this.file = new Path(checkpoint, name);
    this.hidden = new Path(checkpoint, "." + name + ".part");
    try {
      this.files = file.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + checkpoint + " cannot be opened", e);
    }
  }

  Optional<String> read() {
    try (FSDataInputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** The file appears complete or not at all; over an older note it is absent for a moment. */
  void write(String text) {
    try {
      try (FSDataOutputStream out = files.create(hidden, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      files.delete(file, false);
      if (!files.rename(hidden, file)) {
        throw new IOException("renaming " + hidden + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** Where it is. */
  @Override
  public String toString() {
    return file.toString();
  }
}
