package org.tidemark.jobs.watch;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers {@code /metrics} and {@code /health} on a port. */
public final class WatchServer implements AutoCloseable {
  private final HTTPServer server;
  private final Supplier<Health.Answer> health;

  /**
   * Answers from now on.
   *
   * @param port on all interfaces; 0 takes a free one
   * @throws UncheckedIOException if the port is taken
   */
  WatchServer(int port, PrometheusRegistry registry, Supplier<Health.Answer> health) {
    this.health = health;
    try {
      server =
          HTTPServer.builder()
              .port(port)
              .registry(registry)
              .registerHealthHandler(false)
              .defaultHandler(this::answer)
              .buildAndStart();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on port " + port + " (" + e.getMessage() + "); name another with --http",
          e);
    }
  }

  /** Of a monitor. */
  public static WatchServer of(int port, MonitorMetrics metrics, Health health) {
    return new WatchServer(port, metrics.registry(), health::answer);
  }

  /** The port that is answered on. */
  public int port() {
    return server.getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known = exchange.getRequestURI().getPath().equals("/health");
    Health.Answer answer = health.get();
    byte[] body =
        (known ? answer.json() : "GET /metrics or /health").getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", known ? "application/json" : "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(!known ? 404 : answer.well() ? 200 : 503, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Stops answering. */
  @Override
  public void close() {
    server.close();
  }
}
