package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What a query was born with, noted before its first record: it must never change, as the states
 * and the ids of the outputs follow from it. So its file ends with a checksum; those of earlier
 * programs have none.
 *
 * @param topicId the broker's id of the topic
 * @param definition identity of all that decides the outputs
 * @param origins the first offset of the log at birth, by partition
 */
record Born(String topicId, String definition, Map<Integer, Long> origins) {
  private static final String HEADER = "tidemark real-time 1";
  private static final Pattern FORM =
      Pattern.compile(
          HEADER
              + "\n(?<topic>.*)\n(?<definition>.*)\n"
              + "(?<origins>(\\d{1,9} \\d{1,18}\n)*)end(?<sum> [0-9a-f]{8})?\n");

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
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw damaged(file);
      }
      Map<Integer, Long> origins =
          form.group("origins")
              .lines()
              .map(line -> line.split(" "))
              .collect(
                  Collectors.toMap(
                      pair -> Integer.valueOf(pair[0]), pair -> Long.valueOf(pair[1])));
      Born born = new Born(form.group("topic"), form.group("definition"), origins);
      if (form.group("sum") != null && !text.equals(born.text())) {
        throw damaged(file);
      }
      return Optional.of(born);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    } catch (IllegalStateException twice) { // a partition, says the collector
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

  /** What is to be said where the topic is not the one that the query was born with. */
  Optional<String> another(String query, TopicFacts facts) {
    return topicId.equals(facts.id())
        ? Optional.empty()
        : Optional.of(
            "topic "
                + facts.topic()
                + " is another one than query "
                + query
                + " was born with (id "
                + facts.id()
                + ", was "
                + topicId
                + "): it was deleted and made anew; "
                + StartCheck.ANEW);
  }

  void write(Path folder) {
    WholeFile.write(folder.resolve("born"), text().getBytes(StandardCharsets.UTF_8));
  }

  private String text() {
    String noted =
        origins.entrySet().stream()
            .map(origin -> origin.getKey() + " " + origin.getValue())
            .collect(
                Collectors.joining(
                    "\n", String.join("\n", List.of(HEADER, topicId, definition, "")), "\nend"));
    CRC32C sum = new CRC32C();
    sum.update(noted.getBytes(StandardCharsets.UTF_8));
    return "%s %08x\n".formatted(noted, sum.getValue());
  }
}
