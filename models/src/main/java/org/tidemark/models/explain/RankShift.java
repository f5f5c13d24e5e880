package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether features kept their order of importance from one ranking to the next, of two folds, runs
 * or versions.
 *
 * <p>The p value is the chance of a Kendall correlation at least as high if the second order had
 * nothing to do with the first: of all orders for at most {@value #EXACT} features, else of {@value
 * #ORDERS} random ones, {@code (1 + as high) / (1 + orders)}, always the same. So a small p says
 * that the rankings agree, and {@link #shifted} that nothing is left of the first. How much two
 * rankings differ beyond chance from fold to fold is what {@link FoldShift} tells.
 *
 * @param kendall tau-b, from -1 to 1
 * @param spearman from -1 to 1
 * @param pValue one-sided
 * @param moves of the features that both rankings have, the farthest first
 */
public record RankShift(double kendall, double spearman, double pValue, List<Move> moves) {
  /** Features for which all orders are counted. */
  public static final int EXACT = 7;

  /** Random orders for more features. */
  public static final int ORDERS = 9_999;

  private static final double LEVEL = 0.05;
  private static final long SEED = 20_180_601;

  /**
   * Ranks of one feature, from 1, among those that both rankings have; equal scores share theirs.
   */
  public record Move(String feature, double before, double after) {
    /** Places won, negative when lost. */
    public double places() {
      return before - after;
    }
  }

  public RankShift {
    moves = List.copyOf(moves);
  }

  /**
   * Compares two rankings.
   *
   * @throws IllegalArgumentException if they have fewer than three features in common
   */
  public static RankShift between(List<Importance> before, List<Importance> after) {
    Map<String, Double> first = new LinkedHashMap<>();
    before.forEach(i -> first.put(i.feature(), i.score()));
    Map<String, Double> second = new LinkedHashMap<>();
    after.forEach(i -> second.put(i.feature(), i.score()));
    first.keySet().retainAll(second.keySet());
    int n = first.size();
    if (n < 3) {
      throw new IllegalArgumentException(
          n + " features are in both rankings; 3 are needed to compare their order");
    }
    List<String> names = List.copyOf(first.keySet());
    double[] a = names.stream().mapToDouble(first::get).toArray();
    double[] b = names.stream().mapToDouble(second::get).toArray();
    double[] ranksBefore = Ranks.of(a);
    double[] ranksAfter = Ranks.of(b);
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      moves.add(new Move(names.get(i), n + 1 - ranksBefore[i], n + 1 - ranksAfter[i]));
    }
    moves.sort(
        Comparator.comparingDouble((Move m) -> -Math.abs(m.places())).thenComparing(Move::feature));
    return new RankShift(
        RankCorrelation.kendall(a, b), RankCorrelation.spearman(a, b), pValue(a, b), moves);
  }

  /** Whether the second order may as well have nothing to do with the first, at 5 %. */
  public boolean shifted() {
    return pValue > LEVEL;
  }

  static double pValue(double[] a, double[] b) {
    double observed = RankCorrelation.kendall(a, b) - 1e-12;
    double[] order = a.clone();
    if (a.length <= EXACT) {
      long[] counts = new long[2];
      permute(order, 0, b, observed, counts);
      return counts[1] / (double) counts[0];
    }
    SplittableRandom random = new SplittableRandom(SEED);
    int asHigh = 0;
    for (int draw = 0; draw < ORDERS; draw++) {
      for (int i = order.length - 1; i > 0; i--) {
        swap(order, i, random.nextInt(i + 1));
      }
      asHigh += RankCorrelation.kendall(order, b) >= observed ? 1 : 0;
    }
    return (1.0 + asHigh) / (1.0 + ORDERS);
  }

  private static void permute(
      double[] order, int from, double[] b, double observed, long[] counts) {
    if (from == order.length) {
      counts[0]++;
      counts[1] += RankCorrelation.kendall(order, b) >= observed ? 1 : 0;
      return;
    }
    for (int i = from; i < order.length; i++) {
      swap(order, from, i);
      permute(order, from + 1, b, observed, counts);
      swap(order, from, i);
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
