package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether an instrument moved little, as usual or much before each row, told only from what was
 * known by then.
 *
 * <p>The volatility at a row is the root mean square of the instrument's last {@value #RETURNS}
 * forward returns whose spans have ended by the row's event time and do not overlap: the first is
 * that of the first row, the next that of the first row at or after the end of its span, and so on.
 * Its group is the third into which it falls among the instrument's earlier volatilities, one for
 * each such return, ties counting half. So the limits are drawn again and again from the past alone
 * and no row's group depends on what came after it, whatever the split. Scores play no part: all
 * models of the same rows have the same groups.
 */
public final class VolatilityRegimes {
  /** Returns behind one volatility. */
  public static final int RETURNS = 50;

  /** Earlier volatilities below which a row has no group yet. */
  public static final int EARLIER = 20;

  public static final String LOW = "volatility-low";
  public static final String MIDDLE = "volatility-middle";
  public static final String HIGH = "volatility-high";

  /** Too little is known of the instrument yet. */
  public static final String UNKNOWN = "volatility-unknown";

  private VolatilityRegimes() {}

  /** The group of each row. */
  public static List<String> of(Predictions predictions) {
    return of(predictions, RETURNS, EARLIER);
  }

  static List<String> of(Predictions p, int returns, int earlier) {
    Map<Integer, Past> pasts = new TreeMap<>();
    int[] known = new int[p.rows()];
    for (int i = 0; i < p.rows(); i++) {
      Past past = pasts.computeIfAbsent(p.instrument()[i], k -> new Past(returns));
      known[i] = past.at(p.eventTimeNanos()[i], p.spanEndNanos()[i], p.forwardReturns()[i]);
    }
    Map<Integer, double[]> ranks = new TreeMap<>();
    pasts.forEach((instrument, past) -> ranks.put(instrument, past.ranks()));
    String[] names = new String[p.rows()];
    for (int i = 0; i < names.length; i++) {
      int newest = known[i] - 1;
      names[i] = newest < earlier ? UNKNOWN : third(ranks.get(p.instrument()[i])[newest]);
    }
    return List.of(names);
  }

  private static String third(double rank) {
    return rank < 1.0 / 3 ? LOW : rank > 2.0 / 3 ? HIGH : MIDDLE;
  }

  /** The returns of one instrument that have ended, and the volatilities that they gave. */
  private static final class Past {
    private final double[] squares;
    private final List<Double> volatilities = new ArrayList<>();
    private int ended;
    private long end = Long.MIN_VALUE;
    private double pending = Double.NaN;

    Past(int returns) {
      squares = new double[returns];
    }

    /** Number of volatilities known at the row, which may begin the next return. */
    int at(long time, long spanEnd, double forward) {
      if (time >= end) {
        if (!Double.isNaN(pending)) {
          squares[ended++ % squares.length] = pending * pending;
          if (ended >= squares.length) {
            volatilities.add(Math.sqrt(Arrays.stream(squares).sum() / squares.length));
          }
        }
        pending = forward;
        end = spanEnd;
      }
      return volatilities.size();
    }

    /** Of each volatility the share of the earlier ones below it, ties half; the first has 0.5. */
    double[] ranks() {
      double[] values = volatilities.stream().mapToDouble(v -> v).toArray();
      double[] sorted = Arrays.stream(values).sorted().distinct().toArray();
      int[] tree = new int[sorted.length + 1];
      double[] ranks = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        int place = Arrays.binarySearch(sorted, values[i]) + 1;
        int below = upTo(tree, place - 1);
        int same = upTo(tree, place) - below;
        ranks[i] = i == 0 ? 0.5 : (below + same / 2.0) / i;
        for (int k = place; k < tree.length; k += k & -k) {
          tree[k]++;
        }
      }
      return ranks;
    }

    /** Sum of the first places of a binary indexed tree. */
    private static int upTo(int[] tree, int place) {
      int sum = 0;
      for (int k = place; k > 0; k -= k & -k) {
        sum += tree[k];
      }
      return sum;
    }
  }
}
