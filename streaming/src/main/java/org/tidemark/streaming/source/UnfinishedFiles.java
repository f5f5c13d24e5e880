package org.tidemark.streaming.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a batch that a crash has left unfinished: one that is gone meanwhile, or another
 * under its name, would make another batch than the one that some tables have taken. The time of
 * modification tells it, which is also when its ticks arrived.
 */
final class UnfinishedFiles {
  /** The offset of a folder in Spark's notes. */
  static final Pattern OFFSET = Pattern.compile("\\{\"logOffset\":(\\d{1,18})}");

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\{\"path\":\"([^\"]+)\",\"timestamp\":(\\d{1,18}),\"batchId\":(\\d{1,18})}");

  private UnfinishedFiles() {}

  /**
   * Looks for each of them.
   *
   * @param log of a query that reads a folder
   * @throws IllegalStateException if one is gone or was modified
   */
  static void demand(CheckpointLog log, Configuration configuration) {
    if (!log.unfinished()) {
      return;
    }
    long batch = log.planned();
    OptionalLong last = offset(log, batch);
    if (last.isEmpty()) {
      return; // Spark says what is wrong with it
    }
    long before = batch == 0 ? -1 : offset(log, batch - 1).orElse(last.getAsLong() - 1);
    for (long number = before + 1; number <= last.getAsLong(); number++) {
      demand(batch, entries(log, number, last.getAsLong()), number, configuration);
    }
  }

  /** The last entry of the source's log that a batch reads. */
  private static OptionalLong offset(CheckpointLog log, long batch) {
    return log.lines("offsets/" + batch).stream()
        .map(OFFSET::matcher)
        .filter(Matcher::matches)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .findFirst();
  }

  /** An entry has a file of its own, until one of the next brings all before it together. */
  private static List<String> entries(CheckpointLog log, long number, long last) {
    List<String> entries = log.lines("sources/0/" + number);
    for (long later = number; entries.isEmpty() && later <= last; later++) {
      entries = log.lines("sources/0/" + later + ".compact");
    }
    return entries;
  }

  private static void demand(
      long batch, List<String> entries, long number, Configuration configuration) {
    for (String line : entries) {
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches() || Long.parseLong(entry.group(3)) != number) {
        continue;
      }
      Path file = new Path(URI.create(entry.group(1)));
      try {
        FileStatus now = file.getFileSystem(configuration).getFileStatus(file);
        if (now.getModificationTime() != Long.parseLong(entry.group(2))) {
          throw again(
              batch,
              file,
              "was modified at "
                  + Instant.ofEpochMilli(Long.parseLong(entry.group(2)))
                  + " and now says "
                  + Instant.ofEpochMilli(now.getModificationTime()));
        }
      } catch (FileNotFoundException gone) {
        throw again(batch, file, "is gone");
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be looked for", e);
      }
    }
  }

  private static IllegalStateException again(long batch, Path file, String what) {
    return new IllegalStateException(
        "batch "
            + batch
            + " was begun with "
            + file
            + ", which "
            + what
            + ", and must be done again with the same; put the file back with its time of"
            + " modification, and start again");
  }
}
