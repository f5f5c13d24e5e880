package org.tidemark.features.momentum;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;

/**
 * Wilder's directional sums as TA-Lib seeds them: the plain sum of the first {@code bars - 1}
 * moves, from then on S = S - S / bars + x; ready with the first such step.
 */
final class Directional {
  private final int bars;
  private int moves;
  private double high = Double.NaN;
  private double low;
  private double close;
  private double plus;
  private double minus;
  private double range;

  Directional(int bars) {
    this.bars = bars;
  }

  void add(Bar bar) {
    if (!Double.isNaN(high)) {
      move(bar);
    }
    high = bar.high();
    low = bar.low();
    close = bar.close();
  }

  private void move(Bar bar) {
    double up = bar.high() - high;
    double down = low - bar.low();
    double trueRange = Math.max(bar.high() - bar.low(), Math.abs(bar.high() - close));
    trueRange = Math.max(trueRange, Math.abs(bar.low() - close));
    if (moves >= bars - 1) {
      plus -= plus / bars;
      minus -= minus / bars;
      range -= range / bars;
    }
    if (down > 0 && up < down) {
      minus += down;
    } else if (up > 0 && up > down) {
      plus += up;
    }
    range += trueRange;
    moves = Math.min(moves + 1, bars);
  }

  boolean isReady() {
    return moves == bars;
  }

  /** The plus directional indicator, 0 to 100. */
  double plus() {
    return range == 0 ? 0 : 100 * (plus / range);
  }

  /** The minus directional indicator, 0 to 100. */
  double minus() {
    return range == 0 ? 0 : 100 * (minus / range);
  }

  void save(StateWriter out) {
    out.putInt(moves).putDouble(high).putDouble(low).putDouble(close);
    out.putDouble(plus).putDouble(minus).putDouble(range);
  }

  static Directional load(int bars, StateReader in) {
    Directional state = new Directional(bars);
    state.moves = in.getInt();
    state.high = in.getDouble();
    state.low = in.getDouble();
    state.close = in.getDouble();
    state.plus = in.getDouble();
    state.minus = in.getDouble();
    state.range = in.getDouble();
    return state;
  }
}
