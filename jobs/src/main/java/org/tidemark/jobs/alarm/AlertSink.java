package org.tidemark.jobs.alarm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Where people read alerts. Each event may come more than once, always with the same id. */
public sealed interface AlertSink permits FileSink, WebhookSink {
  /** How long a webhook may take to answer. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /** Its name in {@code models.alert_deliveries}: addresses may hold secrets. */
  String name();

  /**
   * Hands one event over; when it returns the sink has it.
   *
   * @throws RefusedException if the sink was there and does not want this event
   * @throws IOException if the sink could not be reached or is not well
   */
  void send(AlertEvent event) throws IOException;

  /** The sink is well and does not take this one event: those behind it need not wait. */
  final class RefusedException extends IOException {
    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * A sink as it is named on the command line: {@code NAME=file:/path} or {@code NAME=https://...}.
   */
  static AlertSink of(String text) {
    int at = text.indexOf('=');
    String name = at < 0 ? "" : text.substring(0, at);
    // What was given is not shown: without its name an address, which may hold a secret, comes
    // here.
    if (!name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "a sink is NAME=file:PATH or NAME=https://HOST/PATH, NAME of lower-case letters, digits"
              + " and dashes; what was given does not begin so");
    }
    String address = text.substring(at + 1);
    if (address.startsWith("file:") && address.length() > 5) {
      return new FileSink(name, Path.of(address.substring(5).replaceFirst("^//(?=/)", "")));
    }
    try {
      URI uri = URI.create(address);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return new WebhookSink(name, uri, PATIENCE);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("sink " + name + ": its address is no URI");
    }
    throw new IllegalArgumentException(
        "sink " + name + ": its address must begin with file:, http:// or https://");
  }
}
