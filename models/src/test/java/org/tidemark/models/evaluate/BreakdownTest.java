package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** Evaluations of groups of rows. */
class BreakdownTest {
  private static final TradingRule RULE = TradingRule.aroundTheClock(0, 1, Duration.ofHours(1));
  private static final Confidence CONFIDENCE = new Confidence(0.95, 100, 1);

  private static Map<String, Evaluation> by(Predictions p, Grouping grouping) {
    return Breakdown.of(p, grouping, RULE, CONFIDENCE);
  }

  @Test
  void aGroupIsEvaluatedAsIfItWereAlone() {
    Predictions both = Samples.overlapping(3, 2, 600, 5, 0.5, 0.1);
    int[] second = IntStream.range(0, both.rows()).filter(i -> i % 2 == 1).toArray();
    Map<String, Evaluation> parts = by(both, new Grouping.ByInstrument(List.of("BTC", "ETH")));
    assertThat(parts).containsOnlyKeys("BTC", "ETH");
    Evaluation alone = Evaluation.of(both.only(second), RULE, CONFIDENCE);
    assertThat(parts.get("ETH").metrics()).isEqualTo(alone.metrics());
    assertThat(alone.find(Metric.AUC).orElseThrow().n()).isEqualTo(600);
  }

  @Test
  void oneGroupIsTheWhole() {
    Predictions p = Samples.overlapping(4, 1, 400, 5, 0.5, 0.1);
    String[] names = new String[p.rows()];
    Arrays.fill(names, "calm");
    Map<String, Evaluation> parts = by(p, new Grouping.ByName(List.of(names)));
    assertThat(parts.get("calm").metrics()).isEqualTo(Evaluation.of(p, RULE, CONFIDENCE).metrics());
  }

  @Test
  void foldsComeInTheirOrderAndOneClassIsNotDefined() {
    int rows = 11;
    Predictions one = Samples.minutes(new Target.Binary(), new double[rows], new double[rows]);
    int[] fold = new int[rows];
    Arrays.setAll(fold, i -> i);
    Predictions p =
        new Predictions(
            one.target(),
            one.eventTimeNanos(),
            one.spanEndNanos(),
            one.instrument(),
            fold,
            one.labels(),
            one.scores(),
            one.forwardReturns());
    Map<String, Evaluation> parts = by(p, new Grouping.ByFold());
    assertThat(parts.keySet())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    Evaluation single = parts.get("10");
    assertThat(single.find(Metric.AUC).orElseThrow().value()).isNaN();
    assertThat(single.find(Metric.RECALL).orElseThrow().value()).isNaN();
    assertThat(single.find(Metric.ACCURACY).orElseThrow().value()).isEqualTo(1);
  }

  @Test
  void monthsAreThoseOfUtc() {
    long[] time = {nanos("2018-01-31T23:59:59Z"), nanos("2018-02-01T00:00:00Z")};
    long[] end = {time[0] + 1, time[1] + 1};
    Predictions p =
        new Predictions(
            new Target.Regression(),
            time,
            end,
            new int[2],
            new double[2],
            new double[2],
            new double[2]);
    assertThat(by(p, new Grouping.ByMonth()).keySet()).containsExactly("2018-01", "2018-02");
  }

  private static long nanos(String instant) {
    return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
  }

  @Test
  void groupsThatDoNotFitAreRefused() {
    Predictions p = Samples.overlapping(3, 2, 10, 5, 0.5, 0.1);
    assertThatThrownBy(() -> by(p, new Grouping.ByInstrument(List.of("BTC"))))
        .hasMessage("row 1: instrument 1 has no name; 1 have");
    assertThatThrownBy(() -> by(p, new Grouping.ByName(List.of("calm"))))
        .hasMessage("1 names for 20 rows; give one per row");
    assertThatThrownBy(() -> p.only(new int[0])).hasMessageContaining("no predictions");
    assertThatThrownBy(() -> p.only(new int[] {4, 1})).hasMessageContaining("sort predictions");
  }
}
