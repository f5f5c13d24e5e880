package org.tidemark.streaming.source;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.WireWriter;

/**
 * Writes ticks into numbered files of a folder, one JSON line each. A file is written under a
 * hidden name and renamed when complete; its modification time is at least one millisecond after
 * the last one's, so that readers take the files in order. Numbers go on after those already there.
 */
public final class FolderSink implements TickSink {
  private static final String FORM = "ticks-%012d.jsonl";

  private final Path folder;
  private final long ticksPerFile;
  private long number;
  private long lastMillis;
  private Path hidden;
  private BufferedWriter writer;
  private long lines;

  /**
   * @param ticksPerFile a file is completed at this many lines, or earlier by {@link #flush()}
   */
  public FolderSink(Path folder, long ticksPerFile) {
    if (ticksPerFile < 1) {
      throw new IllegalArgumentException("ticks per file = " + ticksPerFile + " must be 1 or more");
    }
    this.folder = folder;
    this.ticksPerFile = ticksPerFile;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = file.getFileName().toString();
          if (name.matches("ticks-\\d{12}\\.jsonl")) {
            number = Math.max(number, Long.parseLong(name.substring(6, 18)) + 1);
            lastMillis = Math.max(lastMillis, Files.getLastModifiedTime(file).toMillis());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("folder " + folder + " cannot be used for ticks", e);
    }
  }

  @Override
  public void send(MarketEvent event) {
    write(WireWriter.write(event));
  }

  /** Writes one line as it is, also one that is no tick: for tests of what a reader refuses. */
  public void write(String line) {
    try {
      if (writer == null) {
        hidden = folder.resolve("." + FORM.formatted(number) + ".part");
        writer = Files.newBufferedWriter(hidden, StandardCharsets.UTF_8);
      }
      writer.write(line);
      writer.write('\n');
      lines++;
      if (lines == ticksPerFile) {
        flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("ticks cannot be written below " + folder, e);
    }
  }

  @Override
  public void flush() {
    if (writer == null) {
      return;
    }
    try {
      writer.close();
      writer = null;
      lastMillis = Math.max(lastMillis + 1, Files.getLastModifiedTime(hidden).toMillis());
      Files.setLastModifiedTime(hidden, FileTime.fromMillis(lastMillis));
      Files.move(hidden, folder.resolve(FORM.formatted(number)), StandardCopyOption.ATOMIC_MOVE);
      number++;
      lines = 0;
    } catch (IOException e) {
      throw new UncheckedIOException("ticks cannot be completed below " + folder, e);
    }
  }

  @Override
  public void close() {
    flush();
  }
}
