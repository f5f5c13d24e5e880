package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * One instrument's whole snapshot stays within 64 KB. Measured: bars40 20,616 bytes and 28,668 with
 * holes, core65 36,616 and 44,668; a day of closes takes most of it.
 */
class StateSizeTest {
  private static final int LIMIT = 64 * 1024;
  private static final InstrumentId X = new InstrumentId("BTCUSDT.PERP");
  private static final long SECOND = 1_000_000_000L;

  @Test
  void threeDaysOfMinutesWithTradesQuotesAndBooks() {
    for (FeatureSet set : FeatureSets.all()) {
      int whole = size(set, 1);
      int holes = size(set, 3);
      assertThat(whole).as("bytes of %s", set.name()).isLessThanOrEqualTo(LIMIT);
      assertThat(holes).as("bytes of %s with holes", set.name()).isLessThanOrEqualTo(LIMIT);
    }
  }

  /** Bytes after three days of which, for {@code every} above 1, some minutes have no trade. */
  private static int size(FeatureSet set, int every) {
    SplittableRandom random = new SplittableRandom(5);
    Replay replay = set.start();
    long offset = 0;
    for (int minute = 0; minute < 3 * 1440; minute++) {
      if (minute % every < 2) {
        double price = random.nextDouble(99, 101);
        long time = minute * 60 * SECOND;
        List<MarketEvent> events =
            List.of(
                new Trade(X, offset++, time, price, random.nextDouble(), Aggressor.BUY),
                new Quote(X, offset++, time + SECOND, price, 3, price + 1, 4),
                new Book(X, offset++, time + 2 * SECOND, side(price, -1), side(price + 1, 1)));
        events.forEach(e -> replay.on(e, row -> {}, late -> {}));
      }
    }
    return replay.snapshot().length;
  }

  private static List<Book.Level> side(double best, double step) {
    List<Book.Level> levels = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      levels.add(new Book.Level(best + i * step, 1 + i));
    }
    return levels;
  }
}
