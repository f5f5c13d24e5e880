package org.tidemark.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HealthTest {
  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private final Health health = new Health("live", Duration.ofSeconds(60), () -> now);

  @Test
  void aQueryIsWellWhileItSpeaksAndNotAfterItsEnd() {
    assertThat(health.answer().well()).isTrue();
    now = now.plusSeconds(60);
    assertThat(health.answer().well()).isTrue();
    now = now.plusSeconds(1);
    assertThat(health.answer().well()).isFalse();
    assertThat(health.answer().json())
        .contains("\"state\":\"silent for longer than 60 s\"", "\"status\":\"unhealthy\"");
    health.wrote(7);
    assertThat(health.answer().json())
        .contains("\"lastBatch\":7", "\"query\":\"live\"", "\"status\":\"ok\"");
    health.ended("failed");
    assertThat(health.answer().well()).isFalse();
    assertThat(health.answer().json()).contains("\"state\":\"failed\"");
  }

  @Test
  void aLongBatchIsBusyAndAtLastStuck() {
    boolean[] inBatch = {true};
    health.askWhetherBusy(() -> inBatch[0]);
    assertThat(health.answer().json()).contains("\"state\":\"running\"");
    now = now.plusSeconds(61);
    assertThat(health.answer().well()).isTrue();
    assertThat(health.answer().json()).contains("\"state\":\"busy\"", "\"status\":\"ok\"");
    inBatch[0] = false;
    assertThat(health.answer().well()).as("silent and not busy").isFalse();
    inBatch[0] = true;
    now = now.plus(Health.STUCK);
    assertThat(health.answer().well()).isFalse();
    assertThat(health.answer().json()).contains("busy with one batch for longer than 1800 s");
    health.wrote(1);
    health.ended("ended");
    assertThat(health.answer().well()).as("what is over is not busy").isFalse();
  }

  @Test
  void theQueueIsWhatATopicHoldsBeyondTheBatch() {
    String latest = "{\"ticks\":{\"0\":17,\"1\":5},\"more\":{\"0\":3}}";
    assertThat(ScorerMetrics.behind(latest, "{\"ticks\":{\"0\":10,\"1\":5}}")).hasValue(10);
    assertThat(ScorerMetrics.behind(latest, latest)).hasValue(0);
    assertThat(ScorerMetrics.behind("{\"logOffset\":3}", "{\"logOffset\":1}")).isEmpty();
    assertThat(ScorerMetrics.behind(null, latest)).isEmpty();
  }

  @Test
  void percentilesAreOfTheNearestRank() {
    List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();
    assertThat(LatencyLog.percentile(hundred, 50)).isEqualTo(50);
    assertThat(LatencyLog.percentile(hundred, 99)).isEqualTo(99);
    assertThat(LatencyLog.percentile(List.of(9L, 3L), 50)).isEqualTo(3);
    assertThat(LatencyLog.percentile(List.of(4L), 99)).isEqualTo(4);
  }
}
