package org.tidemark.features.law;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.Feature;
import org.tidemark.features.Memory;
import org.tidemark.features.Warmup;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.EventGenerator;

/** Seeded logs that are long enough for a feature: longer than its memory and its warm-up. */
record RandomLogs(Feature<?> feature) {
  static final InstrumentId X = new InstrumentId("X");

  private static final int USUAL_BARS = 400;
  private static final int SPARE_BARS = 20;
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration VERY_LONG = Duration.ofDays(4);

  /** A log with that many bars, or a multiple of it where the feature remembers more bars. */
  List<MarketEvent> log(SplittableRandom random, int bars) {
    return generator(X).events(random, bars(bars));
  }

  /** As many bars, or a multiple of it where the feature remembers more. */
  int bars(int usual) {
    return usual * (1 + (neededBars() + SPARE_BARS - 1) / USUAL_BARS);
  }

  EventGenerator generator(InstrumentId instrument) {
    return new EventGenerator(new BarGenerator(instrument, barLength()));
  }

  private int neededBars() {
    int memory =
        feature.memory() instanceof Memory.Bars bars
            ? bars.count()
            : feature.memory() instanceof Memory.Resting resting ? resting.count() : 1;
    int warmup = feature.doc().warmup() instanceof Warmup.Bars bars ? bars.count() : 1;
    return Math.max(memory, warmup);
  }

  private Duration barLength() {
    Duration span = feature.memory() instanceof Memory.Span s ? s.duration() : Duration.ZERO;
    if (feature.doc().warmup() instanceof Warmup.Span s && s.duration().compareTo(span) > 0) {
      span = s.duration();
    }
    if (span.compareTo(VERY_LONG) > 0) {
      return Duration.ofMinutes(span.toMinutes() / 200);
    }
    return Duration.ofMinutes(span.compareTo(LONG) > 0 ? 20 : 1);
  }
}
