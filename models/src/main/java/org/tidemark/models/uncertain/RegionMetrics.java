package org.tidemark.models.uncertain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.MeanInCells;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;

/** What {@code models.model_metrics} says of intervals and sets; rows without one count nowhere. */
public enum RegionMetrics {
  /** Share of labels that lay in their interval or set. */
  COVERAGE("share"),
  /** Share that was to lie there: what coverage is to be held against. */
  COVERAGE_LEVEL("share"),
  /** Mean width of the intervals. */
  INTERVAL_WIDTH("label"),
  /** Mean number of classes in the sets. */
  SET_SIZE("classes");

  private final String unit;

  RegionMetrics(String unit) {
    this.unit = unit;
  }

  /** The name in tables, for example {@code interval_width}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Unit of the value. */
  public String unit() {
    return unit;
  }

  /** The one of that name, if it is one. */
  public static Optional<RegionMetrics> named(String id) {
    return List.of(values()).stream().filter(m -> m.id().equals(id)).findFirst();
  }

  /**
   * Of some rows; coverage is NaN, of 0 rows, where none of them has a region.
   *
   * @param regions of all rows of the predictions
   * @param picked indices of those that count, increasing
   */
  public static List<MetricValue> of(
      Predictions p, List<Optional<Region>> regions, double level, int[] picked) {
    int[] known = IntStream.of(picked).filter(i -> regions.get(i).isPresent()).toArray();
    boolean real = p.target() instanceof Target.Regression;
    RegionMetrics size = real ? INTERVAL_WIDTH : SET_SIZE;
    MetricValue wanted = bare(COVERAGE_LEVEL, level, known.length);
    if (known.length == 0) {
      return List.of(bare(COVERAGE, Double.NaN, 0), wanted, bare(size, Double.NaN, 0));
    }
    Predictions rows = p.only(known);
    double[] covered = new double[known.length];
    double[] sizes = new double[known.length];
    for (int i = 0; i < known.length; i++) {
      Region region = regions.get(known[i]).orElseThrow();
      covered[i] = region.covers(p.labels()[known[i]]) ? 1 : 0;
      sizes[i] = region.size();
    }
    double most = real ? Double.POSITIVE_INFINITY : p.classes();
    return List.of(
        MeanInCells.of(rows, covered, COVERAGE.id(), 1),
        wanted,
        MeanInCells.of(rows, sizes, size.id(), most));
  }

  private static MetricValue bare(RegionMetrics metric, double value, long n) {
    return new MetricValue(metric.id(), value, Double.NaN, Double.NaN, n);
  }
}
