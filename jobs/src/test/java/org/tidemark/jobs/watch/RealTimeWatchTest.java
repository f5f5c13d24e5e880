package org.tidemark.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tidemark.streaming.realtime.Standing;

/** What a prober and Prometheus learn of a real-time query. */
class RealTimeWatchTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private RealTimeWatch watch(Optional<Integer> port) {
    return new RealTimeWatch("rt", "ticks", port, () -> now);
  }

  private static Standing standing(long next, Set<Integer> stalled) {
    return new Standing(
        Map.of(0, next, 1, 7L),
        Map.of(0, 100L, 1, 7L),
        "v1",
        3,
        50,
        stalled,
        List.of(Duration.ofMillis(3), Duration.ofMillis(400)));
  }

  private static String text(RealTimeWatch watch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, watch.registry().scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void figuresAreThoseOfTheLastLookAndCountersDoNotCountTwice() throws IOException {
    try (RealTimeWatch watch = watch(Optional.empty())) {
      watch.look(standing(90, Set.of()));
      watch.look(standing(95, Set.of()));
      assertThat(text(watch))
          .contains("tidemark_queue_depth{query=\"rt\",source=\"ticks\"} 5.0")
          .contains("tidemark_realtime_position{partition=\"0\",query=\"rt\"} 95.0")
          .contains("tidemark_realtime_turns_total{query=\"rt\"} 3.0")
          .contains("tidemark_realtime_records_total{query=\"rt\"} 50.0")
          .contains("tidemark_realtime_stalled{query=\"rt\"} 0.0")
          .contains("tidemark_realtime_latency_seconds_bucket{query=\"rt\",le=\"0.005\"} 2")
          .contains("tidemark_realtime_latency_seconds_count{query=\"rt\"} 4")
          .contains(
              "tidemark_realtime_latency_percentile_seconds{query=\"rt\",quantile=\"0.5\"} 0.003")
          .contains("tidemark_champion_info{query=\"rt\",version=\"v1\"} 1");
    }
  }

  @Test
  void aQueryThatStandsStillIsNotWell() throws Exception {
    try (RealTimeWatch watch = watch(Optional.of(0))) {
      watch.look(standing(90, Set.of()));
      for (int look = 0; look < 7; look++) {
        assertThat(watch.answer().well()).isTrue();
        now = now.plus(Duration.ofSeconds(10));
        watch.look(standing(90, Set.of(0)));
      }
      assertThat(watch.answer().well()).isFalse();
      HttpResponse<String> health =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + watch.port().orElseThrow() + "/health"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("silent for longer than 60 s");
      watch.look(standing(91, Set.of()));
      assertThat(watch.answer().well()).isTrue();
      watch.ended();
      assertThat(watch.answer().well()).isFalse();
    }
  }
}
