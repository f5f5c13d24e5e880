package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.features.regime.Regime;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Window;

/** Four decisions of two instruments around a turn of the month, taken apart by hand. */
class PartsTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final long START =
      Instant.parse("2018-01-31T00:00:00Z").getEpochSecond() * 1_000_000_000L;
  private static final TradingRule RULE = TradingRule.aroundTheClock(0, 10, Duration.ofDays(1));

  /** Both rise on January 31st, both fall on February 1st; the second score is wrong once. */
  private static Predictions path(double last) {
    return new Predictions(
        new Target.Binary(),
        new long[] {START, START, START + DAY, START + DAY},
        new long[] {START + DAY, START + DAY, START + 2 * DAY, START + 2 * DAY},
        new int[] {0, 1, 0, 1},
        new double[] {1, 1, 0, 0},
        new double[] {0.9, 0.8, 0.2, last},
        new double[] {0.02, 0.04, -0.02, -0.04});
  }

  private static Map<Parts.Part, List<MetricValue>> means(double... lastScores) {
    Parts parts = new Parts(RULE);
    for (double last : lastScores) {
      parts.add(path(last), List.of("BTC", "ETH"), List.of("calm", "calm", "wild", "wild"));
    }
    return parts.means();
  }

  private static double value(
      Map<Parts.Part, List<MetricValue>> means,
      String instrument,
      String regime,
      String window,
      String metric) {
    return means.get(new Parts.Part(instrument, regime, window)).stream()
        .filter(m -> m.metric().equals(metric))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void everyPartStandsForItsOwnRows() {
    Map<Parts.Part, List<MetricValue>> means = means(0.7);
    assertThat(means.keySet())
        .extracting(p -> p.instrument() + " " + p.regime() + " " + p.window())
        .containsExactly(
            "BTC ALL test",
            "ETH ALL test",
            "ALL calm test",
            "ALL wild test",
            "ALL ALL month-2018-01",
            "ALL ALL month-2018-02",
            "ALL ALL cost-0x",
            "ALL ALL cost-1x",
            "ALL ALL cost-2x",
            "ALL ALL cost-4x",
            "ALL ALL cost");
    assertThat(value(means, "BTC", "ALL", "test", "accuracy")).isEqualTo(1);
    assertThat(value(means, "ETH", "ALL", "test", "accuracy")).isEqualTo(0.5);
    assertThat(value(means, "ALL", "wild", "test", "accuracy")).isEqualTo(0.5);
    assertThat(value(means, "ALL", "ALL", "month-2018-01", "accuracy")).isEqualTo(1);
    // In one month there is one class: no ranking.
    assertThat(value(means, "ALL", "ALL", "month-2018-02", "auc")).isNaN();
    // Alone, BTC goes long (1), then short (2), then closes (1): 10 bp each.
    assertThat(value(means, "BTC", "ALL", "test", "total_return"))
        .isCloseTo(1.019 * 1.017 - 1, within(1e-12));
  }

  @Test
  void costTakesWhatIsTradedAndBreaksEvenWhereNothingIsLeft() {
    Map<Parts.Part, List<MetricValue>> means = means(0.2);
    // Both instruments are right twice; without cost 3 % on each day.
    assertThat(value(means, "ALL", "ALL", "cost-0x", "total_return"))
        .isCloseTo(1.03 * 1.03 - 1, within(1e-12));
    // Day one trades 1, day two 2 + 1 of the whole capital.
    for (int times : new int[] {1, 2, 4}) {
      double cost = times * 0.001;
      assertThat(value(means, "ALL", "ALL", "cost-" + times + "x", "total_return"))
          .isCloseTo((1.03 - cost) * (1.03 - 3 * cost) - 1, within(1e-12));
    }
    // 3 c^2 - 4.12 c + 0.0609 = 0
    double even = (4.12 - Math.sqrt(4.12 * 4.12 - 12 * 0.0609)) / 6 * 1e4;
    assertThat(value(means, "ALL", "ALL", "cost", Parts.BREAK_EVEN)).isCloseTo(even, within(1e-5));
  }

  @Test
  void severalPathsGiveTheMeanOfEachFigure() {
    double one = value(means(0.7), "ETH", "ALL", "test", "total_return");
    double other = value(means(0.2), "ETH", "ALL", "test", "total_return");
    Map<Parts.Part, List<MetricValue>> both = means(0.7, 0.2);
    assertThat(value(both, "ETH", "ALL", "test", "total_return")).isEqualTo((one + other) / 2);
    assertThat(value(both, "ETH", "ALL", "test", Metric.ACCURACY.id())).isEqualTo(0.75);
    assertThat(both.get(new Parts.Part("ETH", "ALL", "test")).get(0).n()).isEqualTo(2);
  }

  @Test
  void costsThatCannotBeAreLeftOut() {
    assertThat(Parts.multiples(RULE)).containsExactly(0.0, 1.0, 2.0, 4.0);
    assertThat(Parts.multiples(TradingRule.aroundTheClock(0, 0, Duration.ofDays(1))))
        .containsExactly(0.0);
    assertThat(Parts.multiples(TradingRule.aroundTheClock(0, 3000, Duration.ofDays(1))))
        .containsExactly(0.0, 1.0, 2.0);
  }

  @Test
  void aRegimeOfTheFeatureSetIsThatOfTheRow() {
    Regimes stored =
        new Regimes.Stored(
            Map.of(
                "BTC",
                new Regimes.Stored.Series(new long[] {START, START + DAY}, new byte[] {5, 11}),
                "ETH",
                new Regimes.Stored.Series(
                    new long[] {START - DAY, START, START + DAY}, new byte[] {1, 0, 1})));
    assertThat(stored.of(path(0.7), List.of("BTC", "ETH")))
        .containsExactly("RANGING", "UNKNOWN", "CRISIS", Regime.STRONG_UP.name());
    assertThatThrownBy(
            () ->
                new Regimes.Stored(
                        Map.of("BTC", new Regimes.Stored.Series(new long[] {1}, new byte[] {1})))
                    .of(path(0.7), List.of("BTC", "ETH")))
        .hasMessageContaining("no row of BTC at " + START)
        .hasMessageContaining("run validate again");
  }

  @Test
  void manyTrainingRowsAreLookedAtDayByDayTheLastAmongThem() {
    Split split = new Split(0, new Window(0, 100 * DAY), new Window(101 * DAY, 110 * DAY), DAY);
    assertThat(InSample.daysSql(split, 50_000, 50_000))
        .isEqualTo("pmod(event_time_nanos div 86400000000000 - 99, 1) = 0");
    assertThat(InSample.daysSql(split, 50_001, 50_000)).endsWith("- 99, 2) = 0");
    // Every seventh day would be the same day of the week.
    assertThat(InSample.daysSql(split, 350_000, 50_000)).endsWith("- 99, 8) = 0");
  }
}
