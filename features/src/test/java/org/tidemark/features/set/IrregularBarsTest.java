package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.bar.SamplerRuns;
import org.tidemark.features.bar.Samplers;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/** The bar features over bars of unequal length: the slow twin and resuming give the same bits. */
class IrregularBarsTest {
  private static Stream<DynamicTest> forEachSampler(Consumer<FeatureSet> law) {
    return Stream.of("tick-7", "dollar-2000", "tick-imbalance-10", "session-continuous-60s")
        .map(id -> FeatureSets.named("bars40", Samplers.parse(id)))
        .map(set -> dynamicTest(set.sampler().id(), () -> law.accept(set)));
  }

  private static List<MarketEvent> events() {
    return SamplerRuns.events(new SplittableRandom(4), 2_500);
  }

  @TestFactory
  Stream<DynamicTest> theSlowTwinGivesTheSameBits() {
    return forEachSampler(
        set -> {
          List<FeatureRow> rows = new ArrayList<>();
          Replay replay = set.start();
          events().forEach(e -> replay.on(e, rows::add, late -> {}));
          assertThat(rows).hasSizeGreaterThan(150);
          List<Bar> bars = new ArrayList<>();
          for (FeatureRow row : rows) {
            bars.add(row.bar());
            if (bars.size() % 5 == 0) {
              for (int i = 0; i < set.width(); i++) {
                String column = set.outputNames().get(i);
                assertThat(row.values()[i])
                    .as(column + " at bar " + bars.size())
                    .isEqualTo(Float.valueOf((float) BarOracle.value(column, bars)));
              }
            }
          }
          int day = set.outputNames().indexOf("return_1d");
          assertThat(rows.get(rows.size() - 1).values()[day]).as("a day has passed").isNotNaN();
        });
  }

  @TestFactory
  Stream<DynamicTest> resumingChangesNothing() {
    return forEachSampler(
        set -> {
          List<String> whole = new ArrayList<>();
          List<String> pieces = new ArrayList<>();
          Replay one = set.start();
          Replay two = set.start();
          int at = 0;
          for (MarketEvent event : events()) {
            one.on(event, row -> whole.add(words(row)), late -> {});
            if (at++ % 7 == 0) {
              two = set.restore(two.snapshot());
            }
            two.on(event, row -> pieces.add(words(row)), late -> {});
          }
          assertThat(pieces).isEqualTo(whole);
        });
  }

  private static String words(FeatureRow row) {
    StringBuilder text = new StringBuilder(row.bar().toString());
    for (float value : row.values()) {
      text.append(' ').append(Float.floatToRawIntBits(value));
    }
    return text.toString();
  }
}
