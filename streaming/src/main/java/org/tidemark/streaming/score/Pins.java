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

/**
 * Remembers, beside the checkpoint, which champion each micro-batch was given, before its first
 * write. A batch that is repeated after a crash is then scored by the same model although the alias
 * has moved on, so that its tables agree.
 */
final class Pins {
  private static final String HEADER = "tidemark champion 1";
  private static final long KEPT = 100;

  private final FileSystem files;
  private final Path folder;

  Pins(String checkpoint, Configuration configuration) {
    this.folder = new Path(checkpoint, "champions");
    try {
      this.files = folder.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + checkpoint + " cannot be opened", e);
    }
  }

  /**
   * What a batch was given.
   *
   * @param champion absent when there was none
   */
  record Pin(Optional<Champion> champion) {}

  /** The pin of a batch, absent when the batch never got that far. */
  Optional<Pin> read(long batchId) {
    if (batchId < 0) {
      return Optional.empty();
    }
    Path file = file(batchId);
    try (FSDataInputStream in = files.open(file)) {
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      if (lines.length == 3 && lines[0].equals(HEADER) && lines[1].equals("none")) {
        return Optional.of(new Pin(Optional.empty()));
      }
      if (lines.length == 6 && lines[0].equals(HEADER)) {
        return Optional.of(
            new Pin(Optional.of(new Champion(lines[1], lines[2], lines[3], lines[4]))));
      }
      throw new IllegalStateException(
          file + " is damaged; delete it to let batch " + batchId + " choose its champion again");
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** Writes the pin of a batch; the file appears complete or not at all. */
  void write(long batchId, Pin pin) {
    String text =
        pin.champion()
            .map(c -> String.join("\n", HEADER, c.model(), c.version(), c.sha256(), c.reason(), ""))
            .orElse(HEADER + "\nnone\n");
    Path hidden = new Path(folder, "." + batchId + ".part");
    try {
      try (FSDataOutputStream out = files.create(hidden, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      if (!files.rename(hidden, file(batchId))) {
        throw new IOException("renaming " + hidden + " failed");
      }
      if (batchId >= KEPT) {
        files.delete(file(batchId - KEPT), false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the champion of batch " + batchId + " cannot be noted below " + folder, e);
    }
  }

  private Path file(long batchId) {
    return new Path(folder, Long.toString(batchId));
  }
}
