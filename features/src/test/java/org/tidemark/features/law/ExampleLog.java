package org.tidemark.features.law;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** The events of a worked example: one-minute bars without gaps and what comes between them. */
public final class ExampleLog {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final InstrumentId X = new InstrumentId("X");

  private ExampleLog() {}

  /** In order; the first bar opens at 0. */
  public static List<MarketEvent> of(Example example) {
    List<MarketEvent> log = new ArrayList<>();
    long open = 0;
    for (Example.Step step : example.steps()) {
      long offset = log.size();
      if (step instanceof Example.Ohlcv b) {
        log.add(
            new Bar(
                X,
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
        log.add(new Trade(X, offset, open, p.price(), p.size(), p.aggressor()));
      } else if (step instanceof Example.Top t) {
        log.add(new Quote(X, offset, open, t.bid(), t.bidSize(), t.ask(), t.askSize()));
      } else if (step instanceof Example.Levels l) {
        log.add(new Book(X, offset, open, l.bids(), l.asks()));
      }
    }
    return log;
  }
}
