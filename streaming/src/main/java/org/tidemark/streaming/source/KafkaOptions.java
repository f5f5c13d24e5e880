package org.tidemark.streaming.source;

import java.util.HashMap;
import java.util.Map;

/**
 * Settings of a Kafka client as a user gives them. Spark's reader asks for the prefix {@code
 * kafka.}, the client itself for none; security is set up with the same words for both.
 */
public final class KafkaOptions {
  private static final String PREFIX = "kafka.";

  private KafkaOptions() {}

  /** Options of Spark's reader: those of security get the prefix where it is left out. */
  static Map<String, String> ofReader(Map<String, String> given) {
    Map<String, String> all = new HashMap<>();
    given.forEach(
        (key, value) ->
            put(all, key.matches("(security|sasl|ssl)\\..+") ? PREFIX + key : key, value));
    return Map.copyOf(all);
  }

  /** Options of the client itself: without the prefix. */
  static Map<String, String> ofClient(Map<String, String> given) {
    Map<String, String> all = new HashMap<>();
    given.forEach(
        (key, value) ->
            put(all, key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key, value));
    return Map.copyOf(all);
  }

  /** Settings of clients alone, as Spark takes them: each with the prefix. */
  public static Map<String, String> ofClientsIn(Map<String, String> given) {
    Map<String, String> all = new HashMap<>();
    given.forEach((key, value) -> put(all, key.startsWith(PREFIX) ? key : PREFIX + key, value));
    return Map.copyOf(all);
  }

  private static void put(Map<String, String> all, String key, String value) {
    if (all.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException(
          "option " + key + " is given twice, with and without 'kafka.'; drop one");
    }
  }
}
