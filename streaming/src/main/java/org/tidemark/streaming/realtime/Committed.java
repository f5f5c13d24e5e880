package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far a checkpoint of Spark stands: the next offset of each partition after the last batch that
 * was committed. In real-time mode the entry of a batch in {@code offsets} is written at its end.
 */
final class Committed {
  private static final Pattern PAIR = Pattern.compile("\"(\\d+)\"\\s*:\\s*(\\d+)");

  private Committed() {}

  /** Next offsets by partition; empty before the first commit. */
  static Optional<Map<Integer, Long>> read(Path checkpoint) {
    OptionalLong last = newest(checkpoint.resolve("commits"));
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Path entry = checkpoint.resolve("offsets").resolve(Long.toString(last.getAsLong()));
    try {
      List<String> lines = Files.readAllLines(entry);
      if (lines.size() < 3) {
        throw new IllegalStateException(
            entry + " is damaged; restore the checkpoint, or start under a new query name");
      }
      return Optional.of(parse(lines.get(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          entry + " cannot be read; restore the checkpoint, or start under a new query name", e);
    }
  }

  /** Reads offsets as Spark writes those of one topic: {@code {"topic":{"0":17}}}. */
  static Map<Integer, Long> parse(String json) {
    Map<Integer, Long> offsets = new TreeMap<>();
    Matcher pair = PAIR.matcher(json);
    while (pair.find()) {
      offsets.put(Integer.parseInt(pair.group(1)), Long.parseLong(pair.group(2)));
    }
    return offsets;
  }

  private static OptionalLong newest(Path log) {
    if (!Files.isDirectory(log)) {
      return OptionalLong.empty();
    }
    try (Stream<Path> entries = Files.list(log)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{1,18}"))
          .mapToLong(Long::parseLong)
          .max();
    } catch (IOException e) {
      throw new UncheckedIOException(log + " cannot be listed", e);
    }
  }
}
