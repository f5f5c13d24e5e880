package org.tidemark.features.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tidemark.features.set.FeatureSets;

/** The strategies: each by hand, against its twin, and all under the same laws. */
class StrategyTest {
  private static final StrategySettings STANDARD = StrategySettings.STANDARD;

  /** Worked by hand from the formulas in docs/how-to/signals.md. */
  @ParameterizedTest
  @CsvSource({
    "LVN_BREAKOUT, 0.0025 0.02 1.5, 0.25", // half of the way out, half of the surge
    "LVN_BREAKOUT, -0.03 -0.01 2, -1",
    "LVN_BREAKOUT, -0.01 0.01 2, 0", // inside
    "ORDER_BOOK_IMBALANCE, 0.6 0.0005, 0.5", // (0.6 - 0.2) / 0.8
    "ORDER_BOOK_IMBALANCE, 0.6 0.002, 0", // too wide
    "LIQUIDITY_ABSORPTION, -0.55 0.001, 0.25", // sold 0.45 / 0.9, half held
    "SPOOFING_DETECTION, 0.8 -0.4, -0.4",
    "SPOOFING_DETECTION, 0.8 0.4, 0",
    "ICEBERG_DETECTION, -0.55 0.001 1.5 0.8, 0.125",
    "ICEBERG_DETECTION, -0.55 0.001 1.5 1.2, 0", // the visible size explains it
    "LIQUIDATION_DETECTION, -0.0948683298 0.01 2 -0.3, 0.5", // z = -3
    "LIQUIDATION_DETECTION, -0.0948683298 0.01 2 0.3, 0",
    "LIQUIDITY_TRAPS, 0.0025 0.02 0.6, -0.2",
    "CUMULATIVE_DELTA, 0.25, 0.5",
    "DELTA_DIVERGENCE, 0.005 -0.4, -0.5", // halves of the trend, 0.8 of the flow
    "PROFILE_ROTATION, 0.004 -0.002 0.008, -0.4",
    "PROFILE_ROTATION, 0.004 0.002 0.008, 0", // above the area
    "VWAP_REVERSION, -0.004 0.002, 0.5", // two ranges below
    "VWAP_REVERSION, -0.004 0, 0",
    "STOP_RUN_ANTICIPATION, 0.95 0.01, 0.5",
    "STOP_RUN_ANTICIPATION, 0.05 -0.01, -0.5",
    "STOP_RUN_ANTICIPATION, 0.95 -0.01, 0",
    "VOLUME_IMBALANCE, 0.55 0.8, 0.4"
  })
  void workedByHand(Strategy strategy, String values, double expected) {
    String[] words = values.strip().split(" ");
    float[] x = new float[words.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.parseFloat(words[i]);
    }
    assertThat(strategy.value(x, STANDARD)).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void agreesWithItsTwinAndTheLawsHold(Strategy strategy) {
    List<String> names = FeatureSets.core65(Duration.ofMinutes(1)).outputNames();
    Random random = new Random(7 + strategy.ordinal());
    int alive = 0;
    for (int n = 0; n < 20_000; n++) {
      float[] row = StrategyTwin.row(names, random);
      double value = strategy.value(names, row, STANDARD);
      float[] own = StrategyTwin.own(strategy, names, row);
      boolean missing = false;
      for (float x : own) {
        missing |= Float.isNaN(x) || Float.isInfinite(x);
      }
      assertThat(Double.isNaN(value)).isEqualTo(missing);
      if (!missing) {
        assertThat(value).isBetween(-1.0, 1.0);
        assertThat(value).isCloseTo(StrategyTwin.value(strategy, own), within(1e-9));
        alive += value != 0 ? 1 : 0;
      }
      long bits = Double.doubleToRawLongBits(value);
      assertThat(bits).isNotEqualTo(Double.doubleToRawLongBits(-0.0));
      assertThat(Double.doubleToRawLongBits(strategy.value(names, row, STANDARD))).isEqualTo(bits);
      // Only the declared columns count: all others missing, in another order, change no bit.
      List<String> shuffled = new ArrayList<>(strategy.columns());
      Collections.shuffle(shuffled, random);
      shuffled.add(0, "another");
      float[] few = new float[shuffled.size()];
      for (int i = 0; i < few.length; i++) {
        few[i] = i == 0 ? Float.NaN : row[names.indexOf(shuffled.get(i))];
      }
      assertThat(Double.doubleToRawLongBits(strategy.value(shuffled, few, STANDARD)))
          .isEqualTo(bits);
    }
    assertThat(alive).as("rows with a signal").isGreaterThan(200);
  }

  @Test
  void thirteenWithNamesOfTheirOwn() {
    assertThat(Strategy.values()).hasSize(13);
    for (Strategy strategy : Strategy.values()) {
      assertThat(Strategy.of(strategy.key())).isEqualTo(strategy);
    }
    assertThatThrownBy(() -> Strategy.of("martingale")).hasMessageContaining("lvn_breakout");
  }

  @Test
  void namesTheMissingColumnAndTheWrongWidth() {
    assertThatThrownBy(
            () -> Strategy.CUMULATIVE_DELTA.value(List.of("a"), new float[] {1}, STANDARD))
        .hasMessageContaining("volume_imbalance_20");
    assertThatThrownBy(() -> Strategy.CUMULATIVE_DELTA.value(new float[2], STANDARD))
        .hasMessageContaining("2 values");
  }

  @Test
  void configurationReplacesAThresholdAndChangesTheHash() {
    StrategySettings other = StrategySettings.of(Map.of("flow_full", 1.0));
    assertThat(Strategy.CUMULATIVE_DELTA.value(new float[] {0.25f}, other)).isEqualTo(0.25);
    assertThat(other.hash()).isNotEqualTo(STANDARD.hash()).hasSize(64);
    assertThat(StrategySettings.of(Map.of("flow_full", 0.5)).hash()).isEqualTo(STANDARD.hash());
  }

  @ParameterizedTest
  @CsvSource({
    "flow_full, 0",
    "flow_dead, 1",
    "surge_full, 1",
    "cascade_full, 2",
    "vwap_full, 1",
    "stop_rank, 0.5",
    "quality_least, 1.01",
    "spread_most, NaN",
    "unheard_of, 1"
  })
  void refusesThresholdsOutOfRange(String key, double value) {
    assertThatThrownBy(() -> StrategySettings.of(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.3, 1, OPEN",
    "0.5, 0.29, 1, LOW_QUALITY",
    "0.5, 0.9, 10, HOSTILE_REGIME",
    "0.5, 0.1, 11, HOSTILE_REGIME",
    "0.5, 0.9, 0, MISSING",
    "NaN, 0.9, 1, MISSING",
    "0.5, NaN, 1, MISSING",
    "0.5, 0.9, NaN, MISSING"
  })
  void gate(double signal, float score, float regime, QualityGate expected) {
    assertThat(QualityGate.of(signal, score, regime, STANDARD)).isEqualTo(expected);
  }

  @Test
  void aScoreAtTheLimitIsLetThrough() {
    StrategySettings quarter = StrategySettings.of(Map.of("quality_least", 0.25));
    assertThat(QualityGate.of(0.5, 0.25f, 1, quarter)).isEqualTo(QualityGate.OPEN);
  }

  @Test
  void gateRefusesWhatIsNoRegime() {
    assertThatThrownBy(() -> QualityGate.of(0, 0.9f, 12, STANDARD)).hasMessageContaining("12");
    assertThatThrownBy(() -> QualityGate.of(0, 0.9f, 1.5f, STANDARD)).hasMessageContaining("1.5");
  }

  @Test
  void settingsAreReadBackFromTheirTextToTheLastBit() {
    StrategySettings settings =
        StrategySettings.of(java.util.Map.of("flow_full", 0.1 + 0.2, "stop_rank", 0.93));
    StrategySettings read = StrategySettings.parse(settings.id());
    assertThat(read.id()).isEqualTo(settings.id());
    assertThat(read.byKey()).isEqualTo(settings.byKey()).containsEntry("flow_full", 0.1 + 0.2);
    assertThatThrownBy(() -> StrategySettings.parse("v0;flow_full=1"))
        .hasMessageContaining("not of version");
    assertThatThrownBy(() -> StrategySettings.parse("v" + Threshold.VERSION + ";flow_full"))
        .hasMessageContaining("no NAME=VALUE");
  }
}
