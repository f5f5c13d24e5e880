package org.tidemark.market.simulate;

import java.time.Duration;

/**
 * The hidden conditions of one simulated market, bar by bar: regime, stochastic volatility, time of
 * day and outages. None of it knows up from down.
 */
final class Weather {
  private static final long DAY = Duration.ofDays(1).toNanos();

  /** Calm, normal, stormy: factors of volatility and intensity, mean stay. */
  private static final double[] REGIME_VOLATILITY = {0.6, 1.0, 2.0};

  private static final double[] REGIME_INTENSITY = {0.7, 1.0, 1.8};
  private static final double[] REGIME_HOURS = {12, 6, 2};
  private static final double STORM_SHARE = 0.3;

  /** Log volatility: an Ornstein-Uhlenbeck process with this spread and half-life. */
  private static final double LOG_VOLATILITY_SPREAD = 0.35;

  private static final double HALF_LIFE_HOURS = 4;

  private final MarketModel model;
  private final SplitMix random;
  private final long barNanos;
  private final double barHours;
  private final double keep;
  private final double kick;
  private final double barVolatility;
  private final double gapEnd;

  private int regime = 1;
  private double logVolatility;
  private boolean outage;
  private double timeOfDay = 1;

  Weather(MarketModel model, SplitMix random) {
    this.model = model;
    this.random = random;
    this.barNanos = model.barLength().toNanos();
    this.barHours = barNanos / 3.6e12;
    this.keep = StrictMath.pow(0.5, barHours / HALF_LIFE_HOURS);
    this.kick = LOG_VOLATILITY_SPREAD * Math.sqrt(1 - keep * keep);
    this.logVolatility = LOG_VOLATILITY_SPREAD * random.symmetric();
    double barShare = (double) barNanos / DAY;
    // the mean square over regimes and log volatility is divided out: the declared figure holds
    this.barVolatility =
        model.volatilityPerDay()
            * Math.sqrt(barShare / meanSquareOfRegimes())
            * StrictMath.exp(-LOG_VOLATILITY_SPREAD * LOG_VOLATILITY_SPREAD);
    this.gapEnd = Math.min(1, (double) barNanos / model.meanGap().toNanos());
  }

  private static double meanSquareOfRegimes() {
    double[] visits = {1 - STORM_SHARE, 1, STORM_SHARE};
    double squares = 0;
    double time = 0;
    for (int i = 0; i < visits.length; i++) {
      double stay = visits[i] * REGIME_HOURS[i];
      time += stay;
      squares += stay * REGIME_VOLATILITY[i] * REGIME_VOLATILITY[i];
    }
    return squares / time;
  }

  /**
   * Moves on to the bar that opens at {@code openNanos}; draws the same count of numbers always.
   */
  void enter(long openNanos) {
    double leave = random.uniform();
    double where = random.uniform();
    double gap = random.uniform();
    if (leave < barHours / REGIME_HOURS[regime]) {
      regime = regime != 1 ? 1 : where < STORM_SHARE ? 2 : 0;
    }
    logVolatility = keep * logVolatility + kick * random.symmetric();
    outage = outage ? gap >= gapEnd : gap < model.gapProbability();
    double share = (double) Math.floorMod(openNanos + barNanos / 2, DAY) / DAY;
    timeOfDay = 1 + model.seasonality() * StrictMath.cos(2 * Math.PI * share);
  }

  /** Whether this bar has no event at all. */
  boolean outage() {
    return outage;
  }

  /** Standard deviation of this bar's log return. */
  double volatility() {
    double seasonalMeanSquare = 1 + model.seasonality() * model.seasonality() / 2;
    return barVolatility
        * REGIME_VOLATILITY[regime]
        * StrictMath.exp(logVolatility)
        * timeOfDay
        / Math.sqrt(seasonalMeanSquare);
  }

  /** Trades expected in this bar. */
  double trades() {
    return model.tradesPerMinute() * (barNanos / 6e10) * REGIME_INTENSITY[regime] * timeOfDay;
  }

  /** Relative quoted spread in this bar: wider in a storm. */
  double spread() {
    return model.spread() * REGIME_VOLATILITY[regime];
  }
}
