package org.tidemark.features.label;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * Whether the side that a primary rule takes makes money (Lopez de Prado 2018, "Advances in
 * Financial Machine Learning", section 3.6): 1 when it does, else 0. A learner of it decides when,
 * and how much, to follow the rule.
 *
 * <p>The barriers are those of {@link TripleBarrier}, seen from the side: profit is taken {@code
 * upper} volatilities in its favour, loss is stopped {@code lower} against it. The profit barrier
 * gives 1, the loss barrier 0, a bar that touches both 0, and the end of the horizon 1 when the
 * return of the side is above 0. Only bars with a side are labelled.
 *
 * <p>The forward return is that of the side: a short position's is minus the price's.
 *
 * <p>Example: short at 100, volatility of the horizon 1 %, 2x and 1x: profit at or below 98, loss
 * at or above 101. A later bar from 99 to 97.5 closing at 98.5 ends it with 1 and a return of
 * 0.015.
 *
 * @param rule of the side
 * @param barriers horizon, multiples and volatility
 */
public record MetaLabel(PrimaryRule rule, TripleBarrier barriers) implements Labeler {
  @Override
  public String id() {
    return "meta-" + rule.id() + "-" + barriers.barriers();
  }

  @Override
  public Duration horizon() {
    return barriers.horizon();
  }

  @Override
  public int classes() {
    return 2;
  }

  @Override
  public int warmUpBars() {
    return Math.max(rule.warmUpBars(), barriers.warmUpBars());
  }

  @Override
  public List<Label> label(List<Bar> bars) {
    return label(bars, rule.sides(closes(bars)), barriers);
  }

  /** The side of each bar, as a feature of the learner: known at the bar's close. */
  public int[] sides(List<Bar> bars) {
    return rule.sides(closes(bars));
  }

  /**
   * Meta-labels of sides that something else decided, for example {@link PrimaryRule#sidesOf} the
   * scores of a primary model.
   *
   * @param sides one per bar: 1, -1, or 0 for none, known at the bar's close
   */
  public static List<Label> label(List<Bar> bars, int[] sides, TripleBarrier barriers) {
    if (sides.length != bars.size()) {
      throw new IllegalArgumentException(
          bars.size() + " bars came with " + sides.length + " sides; give one per bar");
    }
    BarSeries series = new BarSeries(bars);
    double[] scale = barriers.volatility().ofHorizon(series, barriers.horizon());
    List<Label> labels = new ArrayList<>();
    for (int at = 0; at < series.size; at++) {
      if (sides[at] != 0 && scale[at] > 0) {
        follow(series, at, Integer.signum(sides[at]), scale[at], barriers, labels);
      }
    }
    return labels;
  }

  private static void follow(
      BarSeries series,
      int at,
      int side,
      double scale,
      TripleBarrier barriers,
      List<Label> labels) {
    double profit = series.close[at] * (1 + side * barriers.upper() * scale);
    double loss = series.close[at] * (1 - side * barriers.lower() * scale);
    Touch.Hit won = side > 0 ? Touch.Hit.UPPER : Touch.Hit.LOWER;
    Touch.Hit lost = side > 0 ? Touch.Hit.LOWER : Touch.Hit.UPPER;
    double bottom = Math.min(profit, loss);
    double top = Math.max(profit, loss);
    Touch.first(series, at, bottom, top, barriers.horizon().toNanos(), lost)
        .ifPresent(
            touch -> {
              boolean gained = side * series.forwardReturn(at, touch.last()) > 0;
              boolean right = touch.hit() == Touch.Hit.NEITHER ? gained : touch.hit() == won;
              labels.add(series.label(at, touch, right ? 1 : 0, side));
            });
  }

  private static double[] closes(List<Bar> bars) {
    return bars.stream().mapToDouble(Bar::close).toArray();
  }
}
