package org.tidemark.market.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * A simulated market, whole: from these figures follow all events, to the bit. Instruments are
 * independent: leaving one out, or reading it only in part, changes nothing about another.
 *
 * <p>Volatility is a product of a regime (calm, normal, stormy; a Markov chain), a log
 * Ornstein-Uhlenbeck process and the time of day; trades are a Poisson stream whose intensity
 * follows regime and time of day; now and then the venue is silent for a while.
 *
 * <p>At {@code signalStrength} 0 the law of all log returns (before rounding to 8 decimals) is
 * unchanged when every sign is flipped, given everything else: the log price is a martingale and
 * nothing foretells a sign. At 1 the drift of a bar is up to 0.45 of its standard deviation: the
 * momentum of the last 15 bar closes goes on while the market calms down and turns while it is
 * stirred up ({@link Signal}; a bar without a trade keeps the close before it). All of it can be
 * seen in past bars.
 *
 * @param seed of everything random
 * @param instruments one or more, unique
 * @param start first instant, on the grid of bars
 * @param days 1 to 10000
 * @param tradesPerMinute mean intensity in a normal regime, above 0; at most 100000 a bar
 * @param barLength length of the bars in which conditions change and the signal acts; divides a day
 * @param startPrice of every instrument, 0.001 to 1000000; prices are rounded to 8 decimals
 * @param volatilityPerDay standard deviation of a day's log return, above 0, at most 0.5
 * @param seasonality 0 (none) to 0.9: volatility and intensity times {@code 1 + seasonality * cos(2
 *     pi share of the UTC day)}, highest at midnight, lowest at noon
 * @param spread relative quoted spread in a normal regime, 0 to 0.1; half in, half out
 * @param gapProbability chance that an outage begins in a bar, 0 to 0.5
 * @param meanGap mean length of an outage, above 0
 * @param signalStrength 0 (nothing can be foretold) to 1
 * @param content kinds of events; trades are the same (but for offsets) in each
 */
public record MarketModel(
    long seed,
    List<InstrumentId> instruments,
    Instant start,
    int days,
    double tradesPerMinute,
    Duration barLength,
    double startPrice,
    double volatilityPerDay,
    double seasonality,
    double spread,
    double gapProbability,
    Duration meanGap,
    double signalStrength,
    Content content) {

  /** What a simulated venue publishes. */
  public enum Content {
    /** Prints alone. */
    TRADES,
    /** After each print a two-sided quote that straddles it. */
    TRADES_AND_QUOTES
  }

  public MarketModel {
    instruments = List.copyOf(instruments);
    if (instruments.isEmpty() || new HashSet<>(instruments).size() < instruments.size()) {
      throw new IllegalArgumentException(
          "instruments " + instruments + " must be one or more, each once");
    }
    within("days", days, 1, 10_000);
    within("startPrice", startPrice, 0.001, 1e6);
    within("volatilityPerDay", volatilityPerDay, 1e-6, 0.5);
    within("seasonality", seasonality, 0, 0.9);
    within("spread", spread, 0, 0.1);
    within("gapProbability", gapProbability, 0, 0.5);
    within("signalStrength", signalStrength, 0, 1);
    if (barLength.isNegative()
        || barLength.isZero()
        || Duration.ofDays(1).toNanos() % barLength.toNanos() != 0) {
      throw new IllegalArgumentException("bar length " + barLength + " must divide one day");
    }
    if (meanGap.isNegative() || meanGap.isZero()) {
      throw new IllegalArgumentException("mean gap " + meanGap + " must be above 0");
    }
    within("tradesPerMinute", tradesPerMinute, 1e-3, 100_000 * 60e9 / barLength.toNanos());
    if (nanos(start) % barLength.toNanos() != 0) {
      throw new IllegalArgumentException(
          "start " + start + " must be on the grid of bars of " + barLength + "; cut it off");
    }
  }

  /**
   * A liquid market of 1-minute bars: 12 trades a minute, 3 % a day, an outage every second day,
   * full signal, trades alone, one instrument {@code SIM1}, 30 days from 2024-01-01.
   */
  public static MarketModel standard(long seed) {
    return new MarketModel(
        seed,
        List.of(new InstrumentId("SIM1")),
        Instant.parse("2024-01-01T00:00:00Z"),
        30,
        12,
        Duration.ofMinutes(1),
        100,
        0.03,
        0.5,
        2e-4,
        1.0 / 2880,
        Duration.ofMinutes(20),
        1,
        Content.TRADES);
  }

  /** Calls {@link #standard} with instruments {@code SIM1} to {@code SIM<count>}. */
  public static MarketModel standard(long seed, int count) {
    return standard(seed)
        .withInstruments(
            java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(i -> new InstrumentId("SIM" + i))
                .toList());
  }

  /** The same with other instruments. */
  public MarketModel withInstruments(List<InstrumentId> other) {
    return new MarketModel(
        seed,
        other,
        start,
        days,
        tradesPerMinute,
        barLength,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        gapProbability,
        meanGap,
        signalStrength,
        content);
  }

  /** The same over another span of time. */
  public MarketModel withSpan(Instant from, int dayCount) {
    return new MarketModel(
        seed,
        instruments,
        from,
        dayCount,
        tradesPerMinute,
        barLength,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        gapProbability,
        meanGap,
        signalStrength,
        content);
  }

  /** The same with another number of trades a minute. */
  public MarketModel withTradesPerMinute(double trades) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        trades,
        barLength,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        gapProbability,
        meanGap,
        signalStrength,
        content);
  }

  /** The same with bars of another length. */
  public MarketModel withBarLength(Duration length) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        tradesPerMinute,
        length,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        gapProbability,
        meanGap,
        signalStrength,
        content);
  }

  /** The same with other prices: where they start, how much they move, how wide quotes are. */
  public MarketModel withPrices(double first, double volatility, double quotedSpread) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        tradesPerMinute,
        barLength,
        first,
        volatility,
        seasonality,
        quotedSpread,
        gapProbability,
        meanGap,
        signalStrength,
        content);
  }

  /** The same with another time-of-day pattern. */
  public MarketModel withSeasonality(double amplitude) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        tradesPerMinute,
        barLength,
        startPrice,
        volatilityPerDay,
        amplitude,
        spread,
        gapProbability,
        meanGap,
        signalStrength,
        content);
  }

  /** The same with other outages. */
  public MarketModel withGaps(double probability, Duration mean) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        tradesPerMinute,
        barLength,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        probability,
        mean,
        signalStrength,
        content);
  }

  /** The same with another strength of signal. */
  public MarketModel withSignalStrength(double strength) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        tradesPerMinute,
        barLength,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        gapProbability,
        meanGap,
        strength,
        content);
  }

  /** The same with other kinds of events. */
  public MarketModel withContent(Content other) {
    return new MarketModel(
        seed,
        instruments,
        start,
        days,
        tradesPerMinute,
        barLength,
        startPrice,
        volatilityPerDay,
        seasonality,
        spread,
        gapProbability,
        meanGap,
        signalStrength,
        other);
  }

  /**
   * The events of one instrument, made while they are read: offsets 0, 1, 2, ..., event times that
   * never fall. Each call starts again from the beginning.
   */
  public Iterator<MarketEvent> events(InstrumentId instrument) {
    if (!instruments.contains(instrument)) {
      throw new IllegalArgumentException(
          "instrument " + instrument + " is not in this market; it has " + instruments);
    }
    return new Tape(this, instrument);
  }

  /** The events of all instruments in order of event time, then of instrument. */
  public Iterator<MarketEvent> events() {
    return new Merged(instruments.stream().map(this::events).toList());
  }

  /** The instant after the last. */
  public Instant end() {
    return start.plus(Duration.ofDays(days));
  }

  long startNanos() {
    return nanos(start);
  }

  long bars() {
    return Duration.ofDays(days).dividedBy(barLength);
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " = " + value + " must be from " + low + " to " + high);
    }
  }
}
