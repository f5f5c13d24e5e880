package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a query was born with, noted before its first record: it must never change, as the states
 * and the ids of the outputs follow from it.
 *
 * @param topicId the broker's id of the topic
 * @param definition identity of all that decides the outputs
 * @param origins the first offset of the log at birth, by partition
 */
record Born(String topicId, String definition, Map<Integer, Long> origins) {
  private static final String HEADER = "tidemark real-time 1";

  Born {
    origins = new TreeMap<>(origins);
  }

  /** The note of a folder; empty before the query's first start. */
  static Optional<Born> read(Path folder) {
    Path file = folder.resolve("born");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      Map<Integer, Long> origins = new TreeMap<>();
      if (lines.size() < 4
          || !lines.get(0).equals(HEADER)
          || !lines.get(lines.size() - 1).equals("end")) {
        throw damaged(file);
      }
      for (String line : lines.subList(3, lines.size() - 1)) {
        String[] pair = line.split(" ");
        origins.put(Integer.parseInt(pair[0]), Long.parseLong(pair[1]));
      }
      return Optional.of(new Born(lines.get(1), lines.get(2), origins));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw damaged(file);
    }
  }

  private static IllegalStateException damaged(Path file) {
    return new IllegalStateException(
        file + " is damaged; restore it, or start the query under a new name");
  }

  /** Of the states of a partition. */
  StateKey key(String query, int partition) {
    return new StateKey(query, definition, topicId, partition, origins.getOrDefault(partition, 0L));
  }

  void write(Path folder) {
    List<String> lines = new ArrayList<>(List.of(HEADER, topicId, definition));
    origins.forEach((partition, offset) -> lines.add(partition + " " + offset));
    lines.add("end");
    WholeFile.write(
        folder.resolve("born"), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
