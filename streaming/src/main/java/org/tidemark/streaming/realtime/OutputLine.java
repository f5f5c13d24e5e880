package org.tidemark.streaming.realtime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.streaming.feature.PartitionFold;

/**
 * What goes to the output topics, one flat JSON object a record, a pure function of its id: place
 * in the log, feature set, model version and its file. Nothing of the run is in it (no time, no
 * attempt), so a record that is repeated has the same bytes.
 */
final class OutputLine {
  private static final Pattern PLACE = Pattern.compile("\\{\"id\":\"(\\d{1,9}):(\\d{1,18})[.\"]");

  /** Longer than any id's place is. */
  private static final int HEAD = 64;

  private final StringBuilder text = new StringBuilder(256);

  private OutputLine() {
    text.append('{');
  }

  /**
   * Where in the input topic an output comes from.
   *
   * @param partition of the record that it was put out for
   * @param offset of that record
   */
  record Place(int partition, long offset) {}

  /** The place that a line names; empty for bytes that are no output of ours. */
  static Optional<Place> place(byte[] line) {
    if (line == null) {
      return Optional.empty();
    }
    Matcher begin =
        PLACE.matcher(
            new String(line, 0, Math.min(HEAD, line.length), StandardCharsets.ISO_8859_1));
    return begin.lookingAt()
        ? Optional.of(new Place(Integer.parseInt(begin.group(1)), Long.parseLong(begin.group(2))))
        : Optional.empty();
  }

  /**
   * A scored bar. Its id is {@code partition:offset.k/SET/VERSION@HASH} with k counting the bars
   * that the record closed and the beginning of the hash of the model's file, as a version that is
   * registered anew has another; {@code score} is the shortest decimal that reads back to the same
   * float.
   */
  static String scored(
      LogRecord at,
      int k,
      PartitionFold.Closed bar,
      float score,
      String decision,
      ServingNote model,
      String setHash) {
    return new OutputLine()
        .put("id", at.partition() + ":" + at.offset() + "." + k + "/" + setHash + "/" + model.id())
        .put("partition", at.partition())
        .put("source_offset", at.offset())
        .put("instrument", bar.instrument())
        .put("offset", bar.offset())
        .put("event_time_nanos", bar.eventTimeNanos())
        .put("closed_by_offset", bar.closedByOffset())
        .put("close", Double.toString(bar.close()))
        .put("score", Float.toString(score))
        .put("decision", decision)
        .put("model", model.model())
        .put("model_version", model.version())
        .put("feature_set_hash", setHash)
        .put("features", Base64.getEncoder().encodeToString(bar.features()))
        .end();
  }

  /** A message that could not be used; its id is {@code partition:offset}. */
  static String dead(String source, LogRecord at, PartitionFold.Dead dead) {
    OutputLine line =
        new OutputLine()
            .put("id", at.partition() + ":" + at.offset())
            .put("source", source)
            .put("partition", at.partition())
            .put("source_offset", at.offset())
            .put("reason", dead.reason())
            .put("detail", dead.detail());
    dead.instrument().ifPresent(name -> line.put("instrument", name));
    return line.put("raw", dead.raw()).end();
  }

  private OutputLine put(String key, long value) {
    key(key).append(value);
    return this;
  }

  private OutputLine put(String key, String value) {
    StringBuilder to = key(key).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        to.append("\\u").append("%04x".formatted((int) c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
    return this;
  }

  private StringBuilder key(String key) {
    if (text.length() > 1) {
      text.append(',');
    }
    return text.append('"').append(key).append("\":");
  }

  private String end() {
    return text.append('}').toString();
  }
}
