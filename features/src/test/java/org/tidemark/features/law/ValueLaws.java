package org.tidemark.features.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Seeds;

/** Laws about the values: when there are any, what they are, and what is said of them. */
final class ValueLaws {
  /** The columns of the bar, which every wide table has too. */
  private static final Set<String> BAR =
      Set.of(
          "instrument",
          "event_time",
          "event_time_nanos",
          "offset",
          "open_time_nanos",
          "open",
          "high",
          "low",
          "close",
          "volume");

  private ValueLaws() {}

  static void readiness(Feature<?> feature) {
    int[] values = {0};
    Seeds.forEach(
        8,
        (seed, random) -> {
          List<MarketEvent> log = new RandomLogs(feature).log(random, 400);
          List<Integer> bars = Logs.bars(log);
          List<int[]> rows = Folds.rows(feature, log);
          for (int i = 0; i < rows.size(); i++) {
            boolean ready = ready(feature.doc().warmup(), log, bars, i);
            for (int bits : rows.get(i)) {
              float value = Float.intBitsToFloat(bits);
              assertThat(!Float.isNaN(value)).as("row " + i + " = " + value).isEqualTo(ready);
              assertThat(Float.isInfinite(value)).as("row " + i + " is infinite").isFalse();
              values[0] += ready ? 1 : 0;
            }
          }
        });
    assertThat(values[0]).as("values seen").isPositive();
  }

  private static boolean ready(Warmup warmup, List<MarketEvent> log, List<Integer> bars, int at) {
    if (warmup instanceof Warmup.Bars count) {
      return at + 1 >= count.count();
    } else if (warmup instanceof Warmup.Quoted) {
      return log.subList(0, bars.get(at)).stream().anyMatch(Logs::isUsable);
    }
    long span = ((Warmup.Span) warmup).duration().toNanos();
    return log.get(bars.get(at)).eventTimeNanos() - log.get(bars.get(0)).eventTimeNanos() >= span;
  }

  static void twin(Feature<?> feature, FeatureTwin twin) {
    Seeds.forEach(
        5,
        (seed, random) -> {
          List<MarketEvent> log = new RandomLogs(feature).log(random, 260);
          List<int[]> expected = new ArrayList<>();
          for (int end : Logs.bars(log)) {
            expected.add(bits(twin, feature.outputs(), log.subList(0, end + 1)));
          }
          Folds.same(Folds.rows(feature, log), expected, feature.id() + " and its twin");
        });
  }

  private static int[] bits(FeatureTwin twin, List<Output> outputs, List<MarketEvent> log) {
    return outputs.stream()
        .mapToInt(o -> Float.floatToRawIntBits((float) twin.value(o.name(), log)))
        .toArray();
  }

  static void example(Feature<?> feature) {
    Example example = feature.doc().example();
    int[] row = Folds.lastRow(feature, ExampleLog.of(example));
    assertThat(example.expected()).as("one value per output").hasSize(row.length);
    for (int i = 0; i < row.length; i++) {
      double expected = example.expected().get(i);
      assertThat((double) Float.intBitsToFloat(row[i]))
          .as(feature.outputs().get(i).name())
          .isCloseTo(expected, Offset.offset(Math.abs(expected) * 1e-6));
    }
  }

  static void documentation(Feature<?> feature) {
    assertThat(feature.outputs()).as("outputs").isNotEmpty().isEqualTo(feature.outputs());
    assertThat(feature.id()).as("id").isEqualTo(feature.id());
    assertThat(feature.doc().requirements())
        .as("one requirement per output")
        .hasSameSizeAs(feature.outputs());
    for (Output output : feature.outputs()) {
      assertThat(output.name()).as("column").matches("[a-z][a-z0-9_]{0,62}").isNotIn(BAR);
      assertThat(output.unit()).as("unit of " + output.name()).isNotBlank();
      assertThat(output.meaning()).as("meaning of " + output.name()).isNotBlank();
    }
    assertThat(feature.doc().formula()).as("formula").isNotBlank();
    assertThat(feature.doc().edge()).as("value where it divides by zero").isNotBlank();
    assertThat(feature.doc().source()).as("source").isNotBlank();
  }
}
