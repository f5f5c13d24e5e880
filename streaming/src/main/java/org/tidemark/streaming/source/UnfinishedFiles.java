package org.tidemark.streaming.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of a batch that a crash has left unfinished. Spark takes one that is gone meanwhile for
 * an empty one, and the repeated batch would be another than the one that some tables have taken.
 */
final class UnfinishedFiles {
  private static final Pattern OFFSET = Pattern.compile("\\{\"logOffset\":(\\d{1,18})}");
  private static final Pattern ENTRY =
      Pattern.compile("\\{\"path\":\"([^\"]+)\".*\"batchId\":(\\d{1,18})}");

  private UnfinishedFiles() {}

  /**
   * Looks for each of them.
   *
   * @param log of a query that reads a folder
   * @throws IllegalStateException if one is gone
   */
  static void demand(CheckpointLog log, Configuration configuration) {
    if (!log.unfinished()) {
      return;
    }
    long batch = log.planned();
    for (String line : log.lines("offsets/" + batch)) {
      Matcher offset = OFFSET.matcher(line);
      if (offset.matches()) {
        demand(batch, entries(log, offset.group(1)), offset.group(1), configuration);
      }
    }
  }

  private static List<String> entries(CheckpointLog log, String number) {
    List<String> entries = log.lines("sources/0/" + number);
    return entries.isEmpty() ? log.lines("sources/0/" + number + ".compact") : entries;
  }

  private static void demand(
      long batch, List<String> entries, String number, Configuration configuration) {
    for (String line : entries) {
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches() || !entry.group(2).equals(number)) {
        continue;
      }
      Path file = new Path(URI.create(entry.group(1)));
      try {
        if (!file.getFileSystem(configuration).exists(file)) {
          throw new IllegalStateException(
              "batch "
                  + batch
                  + " was begun with "
                  + file
                  + ", which is gone, and must be done again with it; put the file back with its"
                  + " time of modification, and start again");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be looked for", e);
      }
    }
  }
}
