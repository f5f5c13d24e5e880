package org.tidemark.models.drift;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Bin edges of one column, fixed once from a reference sample, so that counts taken at any time and
 * place can be added and compared.
 *
 * <p>With k edges there are k + 1 value bins, {@code (-inf, e0), [e0, e1), ..., [ek-1, +inf)}, and
 * one more, the last, for NaN (a feature that is not ready).
 */
public final class FrozenBins {
  private final double[] edges;

  /**
   * @param edges interior edges, strictly increasing, finite; none gives one value bin
   */
  public FrozenBins(double[] edges) {
    this.edges = edges.clone();
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1]))) {
        throw new IllegalArgumentException(
            "edge " + i + " = " + edges[i] + " must be finite and above the edge before it");
      }
      this.edges[i] = edges[i] + 0.0; // -0.0 and 0.0 are one value
    }
  }

  /**
   * Edges at the interior quantiles 1/bins, 2/bins, ... of a sample (linear interpolation between
   * order statistics, Hyndman and Fan type 7). NaN and infinite values are left out. Where two
   * neighbouring quantiles coincide, many rows share that value: it gets a bin of its own, {@code
   * [v, nextUp(v))}, so that a constant column that starts to move is seen.
   *
   * @param sample reference values, any order
   * @param bins number of quantile bins, 2 or more
   */
  public static FrozenBins ofQuantiles(double[] sample, int bins) {
    if (bins < 2) {
      throw new IllegalArgumentException("bins = " + bins + " must be 2 or more");
    }
    double[] sorted = Arrays.stream(sample).filter(Double::isFinite).map(x -> x + 0.0).toArray();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return new FrozenBins(new double[0]);
    }
    double[] edges = new double[2 * bins];
    int count = 0;
    double before = Double.NaN;
    for (int i = 1; i < bins; i++) {
      double edge = quantile(sorted, (double) i / bins);
      if (edge != before) {
        if (count == 0 || edge > edges[count - 1]) {
          edges[count++] = edge;
        }
      } else if (edges[count - 1] == edge && Math.nextUp(edge) < Double.POSITIVE_INFINITY) {
        edges[count++] = Math.nextUp(edge);
      }
      before = edge;
    }
    return new FrozenBins(Arrays.copyOf(edges, count));
  }

  /** Type 7 quantile of sorted values. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int low = (int) Math.floor(at);
    if (low + 1 >= sorted.length) {
      return sorted[sorted.length - 1];
    }
    double fraction = at - low;
    double step = sorted[low + 1] - sorted[low];
    // Interpolated from the nearer end, so that equal neighbours give exactly their value.
    return fraction >= 0.5
        ? sorted[low + 1] - step * (1 - fraction)
        : sorted[low] + step * fraction;
  }

  /** Number of bins, the NaN bin included. */
  public int size() {
    return edges.length + 2;
  }

  /** Position of the NaN bin: the last. */
  public int nanBin() {
    return edges.length + 1;
  }

  /** The bin a value falls in: the number of edges at or below it, or the NaN bin. */
  public int bin(double value) {
    if (Double.isNaN(value)) {
      return nanBin();
    }
    int at = Arrays.binarySearch(edges, value + 0.0);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The edges; the constructor takes them back. */
  public double[] edges() {
    return edges.clone();
  }

  /** The edges as a JSON array whose numbers read back to the same bits. */
  public String toJson() {
    return Arrays.stream(edges)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Reads what {@link #toJson} wrote. */
  public static FrozenBins fromJson(String json) {
    String text = json.strip();
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("bin edges must be a JSON array of numbers, not " + json);
    }
    String inside = text.substring(1, text.length() - 1).strip();
    if (inside.isEmpty()) {
      return new FrozenBins(new double[0]);
    }
    try {
      return new FrozenBins(
          Arrays.stream(inside.split(","))
              .map(String::strip)
              .mapToDouble(Double::parseDouble)
              .toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "bin edges must be a JSON array of numbers, not " + json, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FrozenBins that && Arrays.equals(edges, that.edges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return "FrozenBins" + toJson();
  }
}
