package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Prerequisite;

/** Recorded ticks, with their real gaps, bursts and steps back in time, at 1x to 1000x. */
class RecordedReplayTest {
  private static final int EVENTS = 20_000;
  private static final double[] SPEEDS = {1, 10, 100, 1_000};

  /** Waiting ends this much too late at most, in nanoseconds of the clock. */
  private static final long LATE = 60_000;

  private static final long SENDING = 1_000;

  private static List<MarketEvent> events(String format, String file) throws IOException {
    List<MarketEvent> events = new ArrayList<>();
    try (IngestReader reader =
        Formats.named(format)
            .open(SourceFile.of(Prerequisite.data().resolve(file)), IngestOptions.none())) {
      while (reader.hasNext() && events.size() < EVENTS) {
        if (reader.next() instanceof Accepted accepted) {
          events.add(accepted.event());
        }
      }
    }
    return events;
  }

  /** Notes when each tick was sent, by a clock that waiting and sending move. */
  private static final class Noting implements TickSink {
    final AtomicLong clock = new AtomicLong(987_654_321);
    final List<MarketEvent> sent = new ArrayList<>();
    final List<Long> at = new ArrayList<>();

    @Override
    public void send(MarketEvent event) {
      at.add(clock.getAndAdd(SENDING));
      sent.add(event);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({
    "lean-equity-trades, us-equity-ticks/spy_20131007_trade.csv.gz",
    "lean-equity-quotes, us-equity-ticks/ibm_20131010_quote.csv.gz",
    "fx-quotes, fx-quote-ticks/fxcm_eurusd_20140502.csv.gz",
    "binance-raw-trades, binance-raw-feed/usdm_btcusdt_20240808.jsonl.gz",
    "binance-raw-book-ticker, binance-raw-feed/usdm_btcusdt_20240808.jsonl.gz"
  })
  void eachTickIsSentOnceInOrderWhenItsTimeHasCome(String format, String file) throws IOException {
    List<MarketEvent> events = events(format, file);
    assertThat(events).hasSizeGreaterThan(10_000);
    long first = events.get(0).eventTimeNanos();
    for (double speed : SPEEDS) {
      Noting sink = new Noting();
      SplittableRandom random = new SplittableRandom(4);
      long begin = sink.clock.get();
      TickReplayer.Summary summary =
          new TickReplayer(
                  sink,
                  Pace.of(
                      speed,
                      sink.clock::get,
                      // Parking may end early, or late.
                      nanos ->
                          sink.clock.addAndGet(
                              random.nextInt(4) == 0 ? nanos / 2 : nanos + random.nextLong(LATE))),
                  sent -> {})
              .replay(events.iterator());
      assertThat(sink.sent).isEqualTo(events);
      long mostBehind = 0;
      long soonest = begin;
      for (int i = 0; i < events.size(); i++) {
        long due = begin + (long) ((events.get(i).eventTimeNanos() - first) / speed);
        long at = sink.at.get(i);
        assertThat(at).as("tick %d at %s", i, speed).isGreaterThanOrEqualTo(due);
        // No later than it must: its time, or the end of the tick before, and one late waking.
        assertThat(at).isLessThanOrEqualTo(Math.max(due, soonest) + LATE);
        mostBehind = Math.max(mostBehind, soonest - due);
        soonest = at + SENDING;
      }
      assertThat(summary.sent()).isEqualTo(events.size());
      assertThat(summary.mostBehindNanos()).isEqualTo(mostBehind);
      long latest = events.stream().mapToLong(MarketEvent::eventTimeNanos).max().orElseThrow();
      assertThat(summary.lastEventTimeNanos()).isEqualTo(latest);
    }
  }
}
