package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.law.ExampleLog;

/** Numbers worked by hand; those of the specification are checked with the laws. */
class FeatureExampleTest {
  private static float last(String column, double... prices) {
    List<Example.Run> runs = new ArrayList<>();
    for (double price : prices) {
      runs.add(Example.flat(1, price));
    }
    FeatureSet set = FeatureSets.named("bars40");
    float[][] row = new float[1][];
    var replay = set.start();
    ExampleLog.of(Example.prices(runs, "", 0.0))
        .forEach(bar -> replay.on(bar, r -> row[0] = r.values(), late -> {}));
    return row[0][set.outputNames().indexOf(column)];
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
