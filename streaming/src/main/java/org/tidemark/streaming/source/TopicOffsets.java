package org.tidemark.streaming.source;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Offsets of one topic as Spark writes them: {@code {"topic":{"0":17}}}. */
public final class TopicOffsets {
  private static final Pattern PAIR = Pattern.compile("\"(\\d+)\"\\s*:\\s*(\\d+)");

  private TopicOffsets() {}

  /** By partition. */
  public static Map<Integer, Long> parse(String json) {
    Map<Integer, Long> offsets = new TreeMap<>();
    Matcher pair = PAIR.matcher(json);
    while (pair.find()) {
      offsets.put(Integer.parseInt(pair.group(1)), Long.parseLong(pair.group(2)));
    }
    return offsets;
  }
}
