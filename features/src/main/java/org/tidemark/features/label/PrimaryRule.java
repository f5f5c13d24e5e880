package org.tidemark.features.label;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule that says at the close of a bar which side to take, from this bar and earlier ones: 1
 * buys, -1 sells, 0 does nothing.
 */
public sealed interface PrimaryRule extends Serializable {
  /** The word that {@link #parse} reads back. */
  String id();

  /** Bars that must stand before a bar so that it can have a side. */
  int warmUpBars();

  /** One side per bar; 0 while too few bars are known. */
  int[] sides(double[] close);

  /**
   * The sign of the change of the close over some bars.
   *
   * @param bars 1 to 10000
   */
  record Momentum(int bars) implements PrimaryRule {
    public Momentum {
      check("bars", bars);
    }

    @Override
    public String id() {
      return "momentum" + bars;
    }

    @Override
    public int warmUpBars() {
      return bars;
    }

    @Override
    public int[] sides(double[] close) {
      int[] sides = new int[close.length];
      for (int at = bars; at < close.length; at++) {
        sides[at] = Double.compare(close[at], close[at - bars]);
      }
      return sides;
    }
  }

  /**
   * A crossing of two moving averages: at the bar where the mean of the last {@code fast} closes is
   * above that of the last {@code slow}, and was not at the bar before, the side is 1; where it is
   * below and was not before, -1; at all other bars 0. Means that differ by at most 1e-12 of the
   * close are equal: on a flat price they differ by rounding alone.
   *
   * <p>Example: closes 3, 2, 1, 4 with 1 over 2: means of two 2.5, 1.5, 2.5; the last close is
   * above 2.5 and the one before was below 1.5, so the side of the last bar is 1.
   *
   * @param fast bars, 1 or more
   * @param slow bars, more than {@code fast}, at most 10000
   */
  record Cross(int fast, int slow) implements PrimaryRule {
    private static final double ROUNDING = 1e-12;

    public Cross {
      check("fast", fast);
      check("slow", slow);
      if (fast >= slow) {
        throw new IllegalArgumentException(
            "fast = " + fast + " must be below slow = " + slow + " bars");
      }
    }

    @Override
    public String id() {
      return "cross" + fast + "over" + slow;
    }

    @Override
    public int warmUpBars() {
      return slow;
    }

    @Override
    public int[] sides(double[] close) {
      int[] sides = new int[close.length];
      int before = 0;
      for (int at = slow - 1; at < close.length; at++) {
        double gap = mean(close, at, fast) - mean(close, at, slow);
        int now = Math.abs(gap) <= ROUNDING * close[at] ? 0 : gap > 0 ? 1 : -1;
        sides[at] = at >= slow && now != before ? now : 0;
        before = now;
      }
      return sides;
    }

    /** Summed anew, oldest first: the same bits wherever the history begins. */
    private static double mean(double[] close, int at, int bars) {
      double sum = 0;
      for (int i = at - bars + 1; i <= at; i++) {
        sum += close[i];
      }
      return sum / bars;
    }
  }

  /**
   * The sides that a column of scores says: 1 where the score is above {@code threshold}, -1 where
   * it is below {@code -threshold}, else 0; NaN is 0. Scores must have been known at their bar's
   * close: out-of-fold scores of a primary model, never those of rows it was fitted on.
   *
   * @param threshold 0 or more
   */
  static int[] sidesOf(double[] scores, double threshold) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException("score threshold " + threshold + " must be 0 or more");
    }
    int[] sides = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      sides[i] = scores[i] > threshold ? 1 : scores[i] < -threshold ? -1 : 0;
    }
    return sides;
  }

  /** Reads {@code momentum20} or {@code cross10over50}. */
  static PrimaryRule parse(String text) {
    Matcher momentum = Pattern.compile("momentum([1-9][0-9]{0,4})").matcher(text);
    if (momentum.matches()) {
      return new Momentum(Integer.parseInt(momentum.group(1)));
    }
    Matcher cross = Pattern.compile("cross([1-9][0-9]{0,4})over([1-9][0-9]{0,4})").matcher(text);
    if (cross.matches()) {
      return new Cross(Integer.parseInt(cross.group(1)), Integer.parseInt(cross.group(2)));
    }
    throw new IllegalArgumentException(
        "primary rule '" + text + "' must be written like momentum20 or cross10over50");
  }

  private static void check(String name, int bars) {
    if (bars < 1 || bars > 10_000) {
      throw new IllegalArgumentException(name + " = " + bars + " must be from 1 to 10000 bars");
    }
  }
}
