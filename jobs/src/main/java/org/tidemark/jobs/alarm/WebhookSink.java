package org.tidemark.jobs.alarm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/**
 * Posts each event as JSON, its id in the header {@code Idempotency-Key}. An answer of 2xx takes
 * it; after 5xx, 429, silence or a broken connection it is tried twice more. 401, 403, 404 and 410
 * speak of the address and not of the event: the sink is not well.
 *
 * @param patience for each try
 */
record WebhookSink(String name, URI address, Duration patience) implements AlertSink {
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 200;
  private static final Set<Integer> ADDRESS = Set.of(401, 403, 404, 410);

  /** One for all: each has a thread of its own. */
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  @Override
  public void send(AlertEvent event) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", event.id())
            .POST(HttpRequest.BodyPublishers.ofString(event.json()))
            .build();
    for (int tries = 1; ; tries++) {
      try {
        int status = CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 == 2) {
          return;
        }
        if (status / 100 != 5 && status != 429 && !ADDRESS.contains(status)) {
          throw new RefusedException("answered " + status);
        }
        if (tries == TRIES || ADDRESS.contains(status)) {
          throw new IOException("answered " + status);
        }
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw e;
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      pause(PAUSE_MILLIS << tries);
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
