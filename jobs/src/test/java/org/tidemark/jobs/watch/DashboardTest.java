package org.tidemark.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tidemark.streaming.realtime.Standing;
import org.tidemark.streaming.score.LiveScorer;

/** The dashboard and the page ask for figures that there are, and miss none. */
class DashboardTest {
  private static final Pattern NAME = Pattern.compile("tidemark_[a-z_]+");

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group().replaceFirst("_(bucket|sum|count)$", ""));
    }
    return names;
  }

  private static Set<String> served() {
    ScorerMetrics metrics = new ScorerMetrics("live", () -> Instant.EPOCH);
    metrics.batch(
        new LiveScorer.Batch(0, 1, 1, 0, 1, 1, Optional.of("v1"), Optional.of(1_000_000_000L)));
    metrics.stages(Map.of("addBatch", 5L));
    Set<String> names = new TreeSet<>(names(metrics.registry()));
    names.addAll(names(new MonitorMetrics("live").registry()));
    return names;
  }

  private static Set<String> names(PrometheusRegistry registry) {
    Set<String> names = new TreeSet<>();
    for (MetricSnapshot snapshot : registry.scrape()) {
      String name = snapshot.getMetadata().getPrometheusName();
      String kind = snapshot.getClass().getSimpleName();
      names.add(
          snapshot instanceof HistogramSnapshot || kind.matches("(Gauge|Summary).*")
              ? name
              : kind.startsWith("Info") ? name + "_info" : name + "_total");
    }
    return names;
  }

  @Test
  void everyQueryOfTheDashboardIsOfAFigureThatIsServed() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(Files.readAllBytes(docs("grafana/tidemark-live.json")));
    StringBuilder queries = new StringBuilder();
    dashboard
        .path("panels")
        .forEach(
            panel ->
                panel.path("targets").forEach(t -> queries.append(t.path("expr")).append('\n')));
    assertThat(dashboard.path("panels")).hasSize(18);
    Set<String> known = served();
    known.addAll(servedInRealTime());
    assertThat(known).containsAll(names(queries.toString()));
  }

  @Test
  void thePageNamesEveryFigure() throws IOException {
    String page = Files.readString(docs("how-to/watch.md"));
    assertThat(names(page)).isEqualTo(served());
  }

  @Test
  void thePageOfTheRealTimePathNamesEveryFigureOfIt() throws IOException {
    assertThat(names(Files.readString(docs("how-to/real-time.md")))).isEqualTo(servedInRealTime());
  }

  private static Set<String> servedInRealTime() {
    try (RealTimeWatch watch =
        new RealTimeWatch("rt", "ticks", Optional.empty(), () -> Instant.EPOCH)) {
      watch.look(
          new Standing(Map.of(0, 1L), Map.of(0, 1L), "v1", 1, 1, Set.of(), List.of(Duration.ZERO)));
      return names(watch.registry());
    }
  }

  private static Path docs(String name) {
    return Path.of("..", "docs", name);
  }
}
