package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** Worked examples: those of the specification, and some numbers worked by hand here. */
class FeatureExampleTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private static List<MarketEvent> log(Example example) {
    List<MarketEvent> log = new ArrayList<>();
    InstrumentId x = new InstrumentId("X");
    long open = 0;
    for (Example.Step step : example.steps()) {
      long offset = log.size();
      if (step instanceof Example.Ohlcv b) {
        log.add(
            new Bar(
                x,
                offset,
                open + MINUTE,
                open,
                b.open(),
                b.high(),
                b.low(),
                b.close(),
                b.volume()));
        open += MINUTE;
      } else if (step instanceof Example.Print p) {
        log.add(new Trade(x, offset, open, p.price(), p.size(), p.aggressor()));
      } else if (step instanceof Example.Top t) {
        log.add(new Quote(x, offset, open, t.bid(), t.bidSize(), t.ask(), t.askSize()));
      } else if (step instanceof Example.Levels l) {
        log.add(new Book(x, offset, open, l.bids(), l.asks()));
      }
    }
    return log;
  }

  private static float last(String column, double... prices) {
    List<Example.Run> runs = new ArrayList<>();
    for (double price : prices) {
      runs.add(Example.flat(1, price));
    }
    FeatureSet set = FeatureSets.named("bars40");
    float[][] row = new float[1][];
    var replay = set.start();
    log(Example.prices(runs, "", 0.0))
        .forEach(bar -> replay.on(bar, r -> row[0] = r.values(), late -> {}));
    return row[0][set.outputNames().indexOf(column)];
  }

  @TestFactory
  Stream<DynamicTest> theSpecificationsExamplesHold() {
    return Registered.features().map(f -> dynamicTest(f.id().toString(), () -> holds(f)));
  }

  private static void holds(Feature<?> feature) {
    Example example = feature.doc().example();
    int[] row = Folds.lastRow(feature, log(example));
    assertThat(example.expected()).hasSize(row.length);
    for (int i = 0; i < row.length; i++) {
      double expected = example.expected().get(i);
      assertThat((double) Float.intBitsToFloat(row[i]))
          .isCloseTo(expected, Offset.offset(Math.abs(expected) * 1e-6));
    }
  }

  @Test
  void everyRequirementOfTheBarFeaturesHasOneColumn() {
    List<String> ids = new ArrayList<>();
    FeatureSets.named("bars40").features().forEach(f -> ids.addAll(f.doc().requirements()));
    TreeSet<String> wanted = new TreeSet<>();
    IntStream.rangeClosed(1, 20).forEach(i -> wanted.add(String.format("P%02d", i)));
    IntStream.rangeClosed(1, 10).forEach(i -> wanted.add(String.format("M%02d", i)));
    IntStream.rangeClosed(1, 10).forEach(i -> wanted.add(String.format("W%02d", i)));
    assertThat(ids).hasSize(40).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(FeatureSets.named("bars40").width()).isEqualTo(40);
  }

  @Test
  void theCoreAddsOneColumnForEachVolumeAndBookRequirement() {
    List<String> ids = new ArrayList<>();
    FeatureSet core = FeatureSets.named("core65");
    core.features().forEach(f -> ids.addAll(f.doc().requirements()));
    TreeSet<String> wanted = new TreeSet<>();
    IntStream.rangeClosed(1, 15).forEach(i -> wanted.add(String.format("V%02d", i)));
    IntStream.rangeClosed(1, 10).forEach(i -> wanted.add(String.format("O%02d", i)));
    assertThat(ids.subList(40, 65)).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(core.width()).isEqualTo(65);
    // The core fits W09; the forty bars have fixed parameters there.
    assertThat(core.outputNames().subList(0, 40))
        .isEqualTo(
            FeatureSets.named("bars40").outputNames().stream()
                .map(n -> n.equals("garch_volatility") ? "garch_fitted_volatility" : n)
                .toList());
  }

  @Test
  void relativeStrengthByHand() {
    // Changes +2 -1 +2 -1 +2 -1 +2: rises 8, falls 3 in the seed, so 100 * 8 / 11.
    assertThat(last("rsi_7", 10, 12, 11, 13, 12, 14, 13, 15))
        .isCloseTo(72.727273f, Offset.offset(1e-5f));
    // One more fall of 4: rises 8/7 * 6/7 = 48/49, falls (3/7 * 6 + 4) / 7 = 46/49.
    assertThat(last("rsi_7", 10, 12, 11, 13, 12, 14, 13, 15, 11))
        .isCloseTo(100f * 48 / 94, Offset.offset(1e-5f));
  }

  @Test
  void stochasticByHand() {
    // Fast values: (4-1)/(5-1), (6-2)/(6-2), (3-2)/(6-2) -> 75, 100, 25.
    assertThat(last("stochastic_5_3", 1, 5, 2, 3, 4, 6, 3))
        .isCloseTo(200f / 3, Offset.offset(1e-4f));
  }

  @Test
  void bollingerWidthByHand() {
    // Mean 6, squared distances 16 + 4 + 0 + 4 + 16 = 40, s = sqrt(8), 4 s / 6.
    assertThat(last("bollinger_width_5", 2, 4, 6, 8, 10))
        .isCloseTo(1.8856181f, Offset.offset(1e-6f));
  }

  @Test
  void flatPricesHaveTheDocumentedValues() {
    double[] flat = new double[130];
    java.util.Arrays.fill(flat, 0.1);
    assertThat(last("rsi_14", flat)).isZero();
    assertThat(last("stochastic_5_3", flat)).isZero();
    assertThat(last("williams_r_14", flat)).isZero();
    assertThat(last("cci_14", flat)).isZero();
    assertThat(last("adx_14", flat)).isZero();
    assertThat(last("directional_movement_14", flat)).isZero();
    assertThat(last("bollinger_width_5", flat)).isZero();
    assertThat(last("sma_deviation_30", flat)).isZero();
    assertThat(last("ema_deviation_30", flat)).isZero();
    assertThat(last("macd_12_26", flat)).isZero();
    assertThat(last("volatility_of_volatility_20_60", flat)).isZero();
    assertThat(last("volatility_ratio_20_100", flat)).isOne();
    assertThat(last("volatility_rank_20_100", flat)).isEqualTo(0.505f);
    assertThat(last("price_rank_100", flat)).isEqualTo(0.505f);
  }
}
