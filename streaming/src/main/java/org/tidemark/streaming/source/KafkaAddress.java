package org.tidemark.streaming.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic of a Kafka cluster, written {@code kafka://host:port[,host:port]/topic}.
 *
 * @param servers comma-separated {@code host:port}
 * @param topic 1 to 249 letters, digits, dot, dash and underscore
 */
public record KafkaAddress(String servers, String topic) {
  static final String SCHEME = "kafka://";
  private static final Pattern FORM =
      Pattern.compile("kafka://([^/,:]+:\\d{1,5}(?:,[^/,:]+:\\d{1,5})*)/([A-Za-z0-9._-]{1,249})");

  /** Whether the text is meant as such an address. */
  public static boolean matches(String text) {
    return text.startsWith(SCHEME);
  }

  /** Reads an address. */
  public static KafkaAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form kafka://host:port[,host:port]/topic");
    }
    return new KafkaAddress(form.group(1), form.group(2));
  }
}
