package org.tidemark.features.label;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tidemark.market.Bar;

/** Every labeler again, by the words of its javadoc: for each bar, look at all bars. */
final class SlowLabels {
  private final List<Bar> bars;
  private final Labeler labeler;

  private SlowLabels(Labeler labeler, List<Bar> bars) {
    this.labeler = labeler;
    this.bars = bars;
  }

  static List<Label> of(Labeler labeler, List<Bar> bars) {
    SlowLabels slow = new SlowLabels(labeler, bars);
    List<Label> labels = new ArrayList<>();
    for (int at = 0; at < bars.size(); at++) {
      slow.label(at).ifPresent(labels::add);
    }
    return labels;
  }

  private Optional<Label> label(int at) {
    List<Bar> ahead = ahead(at);
    if (labeler instanceof ForwardGap gap) {
      return gap(at, ahead, gap.gap().toNanos());
    }
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    if (labeler instanceof FixedHorizon fixed) {
      double move = move(at, ahead);
      float sign = move > 0 ? 1 : 0;
      return atEnd(at, ahead, fixed.kind() == FixedHorizon.Kind.SIGN ? sign : (float) move);
    }
    if (labeler instanceof ThreeClass three) {
      double band =
          three.band() instanceof ThreeClass.Multiple m
              ? m.multiple() * volatility(at, m.volatility().span())
              : ((ThreeClass.BasisPoints) three.band()).points() / 10_000;
      double move = move(at, ahead);
      return band > 0 ? atEnd(at, ahead, move > band ? 2 : move < -band ? 0 : 1) : Optional.empty();
    }
    if (labeler instanceof ForwardRisk risk) {
      return atEnd(at, ahead, (float) risk(at, ahead, risk.measure()));
    }
    if (labeler instanceof TrendScan trend) {
      return trend(at, ahead, trend);
    }
    if (labeler instanceof TripleBarrier triple) {
      return barrier(at, ahead, triple, 1);
    }
    MetaLabel meta = (MetaLabel) labeler;
    int side = side(at, meta.rule());
    return side == 0 ? Optional.empty() : barrier(at, ahead, meta.barriers(), side);
  }

  /** Every second of the horizon is in the gap after the last close before it. */
  private Optional<Label> gap(int at, List<Bar> ahead, long gap) {
    List<Long> times = new ArrayList<>();
    times.add(bars.get(at).eventTimeNanos());
    ahead.forEach(b -> times.add(b.eventTimeNanos()));
    long end = times.get(0) + labeler.horizon().toNanos();
    times.add(end);
    boolean stopped = false;
    for (int i = 1; i < times.size(); i++) {
      stopped |= times.get(i) - times.get(i - 1) > gap;
    }
    Bar bar = bars.get(at);
    double move = ahead.isEmpty() ? 0 : move(at, ahead);
    return bars.get(bars.size() - 1).eventTimeNanos() < end
        ? Optional.empty()
        : Optional.of(new Label(bar.offset(), bar.eventTimeNanos(), end, stopped ? 1 : 0, move));
  }

  private double risk(int at, List<Bar> ahead, ForwardRisk.Measure measure) {
    List<Bar> path = new ArrayList<>(List.of(bars.get(at)));
    path.addAll(ahead);
    double sum = 0;
    double deepest = 0;
    for (int later = 1; later < path.size(); later++) {
      double step = StrictMath.log(path.get(later).close() / path.get(later - 1).close());
      sum += step * step;
      for (int earlier = 0; earlier < later; earlier++) {
        deepest = Math.max(deepest, 1 - path.get(later).low() / path.get(earlier).close());
      }
    }
    return measure == ForwardRisk.Measure.VOLATILITY ? StrictMath.sqrt(sum) : deepest;
  }

  private List<Bar> ahead(int at) {
    long from = bars.get(at).eventTimeNanos();
    long to = from + labeler.horizon().toNanos();
    return bars.stream()
        .filter(b -> b.eventTimeNanos() > from && b.eventTimeNanos() <= to)
        .toList();
  }

  private double move(int at, List<Bar> ahead) {
    return ahead.get(ahead.size() - 1).close() / bars.get(at).close() - 1;
  }

  private Optional<Label> atEnd(int at, List<Bar> ahead, float value) {
    return atEnd(at, ahead, value, 1);
  }

  private Optional<Label> atEnd(int at, List<Bar> ahead, float value, int side) {
    Bar bar = bars.get(at);
    long end = bar.eventTimeNanos() + labeler.horizon().toNanos();
    return bars.get(bars.size() - 1).eventTimeNanos() < end
        ? Optional.empty()
        : Optional.of(
            new Label(bar.offset(), bar.eventTimeNanos(), end, value, side * move(at, ahead)));
  }

  private Optional<Label> barrier(int at, List<Bar> ahead, TripleBarrier triple, int side) {
    boolean meta = labeler instanceof MetaLabel;
    double s = volatility(at, triple.volatility().span());
    if (!(s > 0)) {
      return Optional.empty();
    }
    Bar bar = bars.get(at);
    double profit = bar.close() * (1 + side * triple.upper() * s);
    double loss = bar.close() * (1 - side * triple.lower() * s);
    for (Bar later : ahead) {
      boolean won = side > 0 ? later.high() >= profit : later.low() <= profit;
      boolean lost = side > 0 ? later.low() <= loss : later.high() >= loss;
      if (won || lost) {
        int best = meta ? 1 : 2;
        double move = side * (later.close() / bar.close() - 1);
        return Optional.of(
            new Label(
                bar.offset(), bar.eventTimeNanos(), later.eventTimeNanos(), lost ? 0 : best, move));
      }
    }
    return atEnd(at, ahead, !meta || side * move(at, ahead) > 0 ? 1 : 0, side);
  }

  private Optional<Label> trend(int at, List<Bar> ahead, TrendScan trend) {
    if (ahead.size() + 1 < trend.fewest()) {
      return Optional.empty();
    }
    double best = 0;
    for (int n = trend.fewest(); n <= ahead.size() + 1; n++) {
      double t = tValue(at, n);
      if (StrictMath.abs(t) > StrictMath.abs(best) * (1 + 1e-9)) {
        best = t;
      }
    }
    float value = best > 0 ? 1 : 0;
    if (trend.target() instanceof TrendScan.Threshold threshold) {
      value = best > threshold.least() ? 2 : best < -threshold.least() ? 0 : 1;
    } else if (trend.target() instanceof TrendScan.Value) {
      value = (float) best;
    }
    return atEnd(at, ahead, value);
  }

  /** Slope over its standard error, from residuals around the fitted line. */
  private double tValue(int at, int n) {
    double middle = (n - 1) / 2.0;
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += bars.get(at + i).close() / n;
    }
    double product = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      product += (i - middle) * (bars.get(at + i).close() - mean);
      spread += (i - middle) * (i - middle);
    }
    double slope = product / spread;
    double residuals = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      double distance = bars.get(at + i).close() - mean;
      residuals += StrictMath.pow(distance - slope * (i - middle), 2);
      total += distance * distance;
    }
    if (total == 0) {
      return 0;
    }
    return slope / StrictMath.sqrt(StrictMath.max(1e-12 * total, residuals) / (n - 2) / spread);
  }

  private int side(int at, PrimaryRule rule) {
    if (at < rule.warmUpBars()) {
      return 0;
    }
    if (rule instanceof PrimaryRule.Momentum momentum) {
      return sign(bars.get(at).close() - bars.get(at - momentum.bars()).close());
    }
    PrimaryRule.Cross cross = (PrimaryRule.Cross) rule;
    int now = gap(at, cross);
    return now == gap(at - 1, cross) ? 0 : now;
  }

  private int gap(int at, PrimaryRule.Cross cross) {
    double gap = mean(at, cross.fast()) - mean(at, cross.slow());
    return StrictMath.abs(gap) <= 1e-12 * bars.get(at).close() ? 0 : sign(gap);
  }

  private double mean(int at, int count) {
    return bars.subList(at - count + 1, at + 1).stream().map(Bar::close).reduce(0.0, Double::sum)
        / count;
  }

  private static int sign(double value) {
    return (int) StrictMath.signum(value);
  }

  /** 0 until the window is full. */
  private double volatility(int newest, int span) {
    int window = 2 * span;
    if (newest < window) {
      return 0;
    }
    double[] weights = new double[window];
    weights[0] = 1;
    for (int age = 1; age < window; age++) {
      weights[age] = weights[age - 1] * (1 - 2.0 / (span + 1));
    }
    double sum = 0;
    double total = 0;
    long lengths = 0;
    for (int age = window - 1; age >= 0; age--) {
      double r = bars.get(newest - age).close() / bars.get(newest - age - 1).close() - 1;
      sum += weights[age] * (r * r);
      total += weights[age];
      lengths += bars.get(newest - age).durationNanos();
    }
    Duration horizon = labeler.horizon();
    return StrictMath.sqrt(sum / total * ((double) horizon.toNanos() / (lengths / window)));
  }
}
