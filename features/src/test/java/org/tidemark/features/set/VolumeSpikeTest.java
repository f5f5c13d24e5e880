package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Memory;
import org.tidemark.features.Replay;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.EventGenerator;
import org.tidemark.testkit.Seeds;

/**
 * A bar of a hundred times its volume, trades and all: it is taken as it is, makes no value
 * infinite or absent, changes nothing before it, and is forgotten with the memory of each feature.
 */
class VolumeSpikeTest {
  private static final int BARS = 2_000;
  private static final int SPIKE = 1_000;
  private static final double TIMES = 100;

  @TestFactory
  Stream<DynamicTest> everySet() {
    return FeatureSets.all().stream()
        .map(
            set ->
                DynamicTest.dynamicTest(
                    set.name(), () -> Seeds.forEach(2, (seed, random) -> check(set, random))));
  }

  private static void check(FeatureSet set, java.util.SplittableRandom random) {
    List<MarketEvent> calm = new EventGenerator(BarGenerator.minutes()).events(random, BARS);
    List<FeatureRow> before = rows(set, calm);
    List<FeatureRow> after = rows(set, spiked(calm));
    assertThat(after).hasSameSizeAs(before).hasSize(BARS);
    for (int row = 0; row < BARS; row++) {
      int column = 0;
      for (Feature<?> feature : set.features()) {
        boolean same = row < SPIKE || forgotten(feature.memory(), before, row);
        for (int i = 0; i < feature.outputs().size(); i++, column++) {
          float expected = before.get(row).values()[column];
          float found = after.get(row).values()[column];
          String what = feature.outputs().get(i).name() + " of bar " + row;
          assertThat(Float.isNaN(found)).as(what).isEqualTo(Float.isNaN(expected));
          assertThat(Float.isInfinite(found)).as(what).isFalse();
          if (same) {
            assertThat(Float.floatToRawIntBits(found))
                .as(what)
                .isEqualTo(Float.floatToRawIntBits(expected));
          }
        }
      }
    }
  }

  /** Whether the spike is older than everything that the memory holds at a row. */
  private static boolean forgotten(Memory memory, List<FeatureRow> rows, int row) {
    if (memory instanceof Memory.Bars bars) {
      return row >= SPIKE + bars.count();
    }
    if (memory instanceof Memory.Resting resting) {
      return row >= SPIKE + resting.count();
    }
    // A span reaches back to the newest bar that closed so long ago.
    return memory instanceof Memory.Span span
        && row > SPIKE
        && rows.get(SPIKE + 1).bar().eventTimeNanos()
            <= rows.get(row).bar().eventTimeNanos() - span.duration().toNanos();
  }

  private static List<FeatureRow> rows(FeatureSet set, List<MarketEvent> events) {
    Replay replay = set.start();
    List<FeatureRow> rows = new ArrayList<>();
    events.forEach(event -> replay.on(event, rows::add, late -> {}));
    return rows;
  }

  private static List<MarketEvent> spiked(List<MarketEvent> calm) {
    List<MarketEvent> events = new ArrayList<>();
    int bars = 0;
    for (MarketEvent event : calm) {
      if (bars != SPIKE) {
        events.add(event);
      } else if (event instanceof Trade t) {
        double size = t.size() * TIMES;
        events.add(
            new Trade(
                t.instrument(), t.offset(), t.eventTimeNanos(), t.price(), size, t.aggressor()));
      } else if (event instanceof Bar b) {
        events.add(
            new Bar(
                b.instrument(),
                b.offset(),
                b.eventTimeNanos(),
                b.openTimeNanos(),
                b.open(),
                b.high(),
                b.low(),
                b.close(),
                (b.volume() + 1) * TIMES));
      } else {
        events.add(event);
      }
      bars += event instanceof Bar ? 1 : 0;
    }
    return events;
  }
}
