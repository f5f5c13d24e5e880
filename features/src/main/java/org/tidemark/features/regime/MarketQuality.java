package org.tidemark.features.regime;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * The six dimensions of market quality after each bar, all from 0 (poor) to 1, and the direction of
 * the last moves. Holds windows only: bars older than {@link #MEMORY} do not matter.
 */
final class MarketQuality {
  /** Bars over which volume, volatility, momentum and imbalance are taken. */
  static final int SHORT = 20;

  /** Bars over which a trend is fitted. */
  static final int LONG = 30;

  /** Values among which one is ranked. */
  static final int RANKED = 120;

  /** Bars of the range that a breakout leaves. */
  static final int RANGE = 60;

  /** Bars back to which anything here can see. */
  static final int MEMORY = SHORT + RANKED;

  private final Window closes;
  private final Window highs;
  private final Window lows;
  private final Window volumes;
  private final Window pressures;
  private final Window liquidity;
  private final Window volatility;
  private final Window momentum;

  MarketQuality() {
    this(
        new Window(RANGE + 1),
        new Window(RANGE + 1),
        new Window(RANGE + 1),
        new Window(SHORT),
        new Window(SHORT),
        new Window(RANKED),
        new Window(RANKED),
        new Window(RANKED));
  }

  private MarketQuality(
      Window closes,
      Window highs,
      Window lows,
      Window volumes,
      Window pressures,
      Window liquidity,
      Window volatility,
      Window momentum) {
    this.closes = closes;
    this.highs = highs;
    this.lows = lows;
    this.volumes = volumes;
    this.pressures = pressures;
    this.liquidity = liquidity;
    this.volatility = volatility;
    this.momentum = momentum;
  }

  void add(Bar bar) {
    closes.add(bar.close());
    highs.add(bar.high());
    lows.add(bar.low());
    volumes.add(bar.volume());
    double range = bar.high() - bar.low();
    double place = range == 0 ? 0 : (2 * bar.close() - bar.high() - bar.low()) / range;
    pressures.add(place * bar.volume());
    if (closes.size() > SHORT) {
      // Ranked as floats: in double, equal values summed in another order differ in the last bits.
      double path = 0;
      double squares = 0;
      double traded = 0;
      for (int i = SHORT - 1; i >= 0; i--) {
        double r = StrictMath.log(closes.ago(i) / closes.ago(i + 1));
        path += Math.abs(r);
        squares += r * r;
        traded += volumes.ago(i) * closes.ago(i);
      }
      liquidity.add(traded == 0 ? 0 : (float) (traded / path));
      volatility.add((float) StrictMath.sqrt(squares / SHORT));
      momentum.add((float) Math.abs(StrictMath.log(closes.ago(0) / closes.ago(SHORT))));
    }
  }

  boolean isReady() {
    return liquidity.isFull();
  }

  /** Rank of the value traded per unit of price path. */
  double liquidity() {
    return liquidity.rank();
  }

  /** Calm: one less the rank of the realised volatility. */
  double volatility() {
    return 1 - volatility.rank();
  }

  /** Rank of the size of the move over {@link #SHORT} bars. */
  double momentum() {
    return momentum.rank();
  }

  /** Share of the volume that one side has over the other, by the close's place in its bar. */
  double imbalance() {
    double volume = volumes.sum();
    return volume == 0 ? 0 : Math.min(1, Math.abs(pressures.sum()) / volume);
  }

  /** Share of the variance of the log closes that a straight line explains. */
  double trendStrength() {
    double base = closes.ago(LONG - 1);
    double meanTime = (LONG - 1) / 2.0;
    double sum = 0;
    double squares = 0;
    double cross = 0;
    for (int i = 0; i < LONG; i++) {
      double x = StrictMath.log(closes.ago(LONG - 1 - i) / base);
      sum += x;
      squares += x * x;
      cross += (i - meanTime) * x;
    }
    double variance = squares - sum * sum / LONG;
    double time = LONG * (LONG * (double) LONG - 1) / 12; // sum of squared distances
    return variance <= 0 ? 0 : Math.min(1, cross * cross / (time * variance));
  }

  /** Freedom from noise: Kaufman's efficiency ratio, net move over path. */
  double noise() {
    double path = 0;
    for (int i = LONG - 1; i >= 0; i--) {
      path += Math.abs(closes.ago(i) - closes.ago(i + 1));
    }
    return path == 0 ? 0 : Math.min(1, Math.abs(closes.ago(0) - closes.ago(LONG)) / path);
  }

  /** The regime that the last bars alone speak for. */
  Regime candidate() {
    // As emitted, so that a threshold sees what a reader of the columns sees.
    float calm = (float) volatility();
    float liquid = (float) liquidity();
    float trend = (float) trendStrength();
    if (calm <= 0.05f && liquid <= 0.10f) {
      return Regime.CRISIS;
    } else if (liquid <= 0.05f) {
      return Regime.ILLIQUID;
    } else if (calm <= 0.20f && leavesRange()) {
      return Regime.BREAKOUT;
    } else if (turns()) {
      return Regime.REVERSAL;
    }
    boolean up = closes.ago(0) > closes.ago(LONG);
    if (trend >= 0.8f && (float) noise() >= 0.5f) {
      return up ? Regime.STRONG_UP : Regime.STRONG_DOWN;
    } else if (trend >= 0.5f) {
      return up ? Regime.UP : Regime.DOWN;
    } else if (calm <= 0.10f) {
      return Regime.HIGH_VOL;
    }
    return calm >= 0.90f ? Regime.LOW_VOL : Regime.RANGING;
  }

  /** Whether the close lies outside the highs and lows of the {@link #RANGE} bars before. */
  private boolean leavesRange() {
    double high = highs.ago(1);
    double low = lows.ago(1);
    for (int i = 2; i <= RANGE; i++) {
      high = Math.max(high, highs.ago(i));
      low = Math.min(low, lows.ago(i));
    }
    return closes.ago(0) > high || closes.ago(0) < low;
  }

  /** Whether a move of {@link #LONG} bars was followed by an opposite one of a third its length. */
  private boolean turns() {
    int late = LONG / 3;
    double before = StrictMath.log(closes.ago(late) / closes.ago(late + LONG));
    double after = StrictMath.log(closes.ago(0) / closes.ago(late));
    double step = volatility.newest();
    return before * after < 0
        && (float) Math.abs(before) > (float) (1.5 * step * StrictMath.sqrt(LONG))
        && (float) Math.abs(after) > (float) (1.5 * step * StrictMath.sqrt(late));
  }

  void save(StateWriter out) {
    closes.save(out);
    highs.save(out);
    lows.save(out);
    volumes.save(out);
    pressures.save(out);
    liquidity.save(out);
    volatility.save(out);
    momentum.save(out);
  }

  static MarketQuality load(StateReader in) {
    return new MarketQuality(
        Window.load(RANGE + 1, in),
        Window.load(RANGE + 1, in),
        Window.load(RANGE + 1, in),
        Window.load(SHORT, in),
        Window.load(SHORT, in),
        Window.load(RANKED, in),
        Window.load(RANKED, in),
        Window.load(RANKED, in));
  }
}
