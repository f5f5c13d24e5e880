package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Period returns of predictions traded by a {@link TradingRule}, and what happened in each period.
 *
 * @param periodEndNanos end of each period, increasing
 * @param returns return of the whole capital in each period, after cost, at least -1
 * @param decisions decisions whose span ended in each period
 * @param held those of them that held a position
 * @param wins those of the held ones whose return after cost was above 0
 * @param gains sum of the returns above 0 of its decisions
 * @param losses sum of the returns below 0 of its decisions, as a number above 0
 * @param traded capital traded, as a multiple of the whole capital
 */
public record Backtest(
    long[] periodEndNanos,
    double[] returns,
    int[] decisions,
    int[] held,
    int[] wins,
    double[] gains,
    double[] losses,
    double[] traded) {

  /** Number of periods. */
  public int periods() {
    return returns.length;
  }

  /**
   * Periods of a year, for annual figures: as many as the market has, or fewer where decisions end
   * in fewer, as weekly ones do in a seventh of the days.
   *
   * @param most of the market, which alone says it before the second period
   */
  public double periodsPerYear(double most) {
    return periods() < 2 ? most : Math.min(most, Annualisation.observed(periodEndNanos));
  }

  /** Trades the predictions. */
  public static Backtest of(Predictions predictions, TradingRule rule) {
    return new Ledger(predictions, rule).settle();
  }

  /**
   * The rows at which a decision is taken, increasing. They depend on times alone, so these rows
   * traded without the others give the same backtest, whatever the scores.
   */
  public static int[] decided(Predictions predictions) {
    Map<Integer, Long> free = new HashMap<>();
    return IntStream.range(0, predictions.rows())
        .filter(
            i -> {
              int instrument = predictions.instrument()[i];
              boolean decides =
                  predictions.eventTimeNanos()[i] >= free.getOrDefault(instrument, Long.MIN_VALUE);
              if (decides) {
                free.put(instrument, predictions.spanEndNanos()[i]);
              }
              return decides;
            })
        .toArray();
  }

  /** What the decisions were, in the order in which they were taken. */
  private static final class Ledger {
    private final Predictions p;
    private final TradingRule rule;
    private final int[] row;
    private final double[] position;
    private final double[] traded;
    private int count;

    Ledger(Predictions predictions, TradingRule rule) {
      this.p = predictions;
      this.rule = rule;
      row = new int[p.rows()];
      position = new double[p.rows()];
      traded = new double[p.rows()];
      decide();
    }

    private void decide() {
      Map<Integer, Integer> latest = new HashMap<>();
      for (int i = 0; i < p.rows(); i++) {
        Integer before = latest.get(p.instrument()[i]);
        long free = before == null ? Long.MIN_VALUE : p.spanEndNanos()[row[before]];
        if (p.eventTimeNanos()[i] < free) {
          continue;
        }
        double carried = 0;
        if (before != null && p.eventTimeNanos()[i] == free) {
          carried = position[before];
        } else if (before != null) {
          traded[before] += Math.abs(position[before]);
        }
        row[count] = i;
        position[count] = position(i);
        traded[count] = Math.abs(position[count] - carried);
        latest.put(p.instrument()[i], count++);
      }
      latest.values().forEach(last -> traded[last] += Math.abs(position[last]));
    }

    private double position(int i) {
      double signal =
          p.classes() == 0
              ? p.scores()[i]
              : (p.probability(i, p.classes() - 1) - p.probability(i, 0)) / 2;
      if (signal > rule.threshold()) {
        return 1;
      }
      return signal < -rule.threshold() ? -1 : 0;
    }

    private long period(int decision) {
      return Math.floorDiv(p.spanEndNanos()[row[decision]] - 1, rule.period().toNanos());
    }

    Backtest settle() {
      long[] periods = new long[count];
      for (int d = 0; d < count; d++) {
        periods[d] = period(d);
      }
      long[] all = Arrays.stream(periods).sorted().distinct().toArray();
      int n = all.length;
      Backtest out =
          new Backtest(
              Arrays.stream(all).map(k -> (k + 1) * rule.period().toNanos()).toArray(),
              new double[n],
              new int[n],
              new int[n],
              new int[n],
              new double[n],
              new double[n],
              new double[n]);
      int sleeves = p.instruments();
      // Growth of the sleeve so far in the period it is in, per instrument.
      Map<Integer, double[]> growth = new HashMap<>();
      Map<Integer, Integer> where = new HashMap<>();
      for (int d = 0; d < count; d++) {
        int instrument = p.instrument()[row[d]];
        int at = Arrays.binarySearch(all, periods[d]);
        double gross = position[d] * p.forwardReturns()[row[d]];
        double net = Math.max(-1, gross - rule.costBasisPoints() / 1e4 * traded[d]);
        Integer open = where.put(instrument, at);
        double[] factor = growth.computeIfAbsent(instrument, k -> new double[] {1});
        if (open != null && open != at) {
          out.returns[open] += (factor[0] - 1) / sleeves;
          factor[0] = 1;
        }
        factor[0] *= 1 + net;
        out.decisions[at]++;
        out.held[at] += position[d] != 0 ? 1 : 0;
        out.wins[at] += position[d] != 0 && net > 0 ? 1 : 0;
        out.gains[at] += Math.max(net, 0);
        out.losses[at] += Math.max(-net, 0);
        out.traded[at] += traded[d] / sleeves;
      }
      where.forEach((k, open) -> out.returns[open] += (growth.get(k)[0] - 1) / sleeves);
      return out;
    }
  }
}
