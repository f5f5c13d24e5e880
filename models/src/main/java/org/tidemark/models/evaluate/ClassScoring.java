package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tidemark.models.Target;

/** Precision, recall and F1 of single classes and over all of them, with influence per row. */
final class ClassScoring {
  private ClassScoring() {}

  /** Weighted F1, then precision and recall, each followed by those of every class. */
  static List<MetricValue> metrics(Predictions p, TimeCells cells, double level) {
    List<MetricValue> out = new ArrayList<>();
    out.add(cells.interval(Metric.WEIGHTED_F1, weightedF1(p), level));
    out.add(cells.interval(Metric.PRECISION, precision(p), level));
    for (int k = 0; k < p.classes(); k++) {
      MetricValue value = cells.interval(Metric.PRECISION, precision(p, k), level);
      out.add(named(Metric.PRECISION.ofClass(k), value));
    }
    out.add(cells.interval(Metric.RECALL, recall(p), level));
    for (int k = 0; k < p.classes(); k++) {
      MetricValue value = cells.interval(Metric.RECALL, recall(p, k), level);
      out.add(named(Metric.RECALL.ofClass(k), value));
    }
    return out;
  }

  private static MetricValue named(String id, MetricValue v) {
    return new MetricValue(id, v.value(), v.ciLow(), v.ciHigh(), v.n());
  }

  static Estimate precision(Predictions p) {
    return p.target() instanceof Target.Binary
        ? precision(p, 1)
        : Scoring.meanOfDefined(p.classes(), k -> precision(p, k));
  }

  static Estimate recall(Predictions p) {
    return p.target() instanceof Target.Binary
        ? recall(p, 1)
        : Scoring.meanOfDefined(p.classes(), k -> recall(p, k));
  }

  /** Of the rows predicted k, the share whose label it is; undefined where none is predicted. */
  static Estimate precision(Predictions p, int k) {
    return share(rows(p, i -> p.predictedClass(i) == k), rows(p, i -> (int) p.labels()[i] == k));
  }

  /** Of the rows labelled k, the share predicted so; undefined where no label is k. */
  static Estimate recall(Predictions p, int k) {
    return share(rows(p, i -> (int) p.labels()[i] == k), rows(p, i -> p.predictedClass(i) == k));
  }

  private static boolean[] rows(Predictions p, IntPredicate taken) {
    boolean[] rows = new boolean[p.rows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = taken.test(i);
    }
    return rows;
  }

  /** The share of the rows in {@code base} that are in {@code hit} too: a ratio of two means. */
  private static Estimate share(boolean[] base, boolean[] hit) {
    double in = 0;
    double both = 0;
    for (int i = 0; i < base.length; i++) {
      in += base[i] ? 1 : 0;
      both += base[i] && hit[i] ? 1 : 0;
    }
    if (in == 0) {
      return Estimate.undefined();
    }
    double value = both / in;
    double[] influence = new double[base.length];
    for (int i = 0; i < base.length; i++) {
      influence[i] = base[i] ? ((hit[i] ? 1 : 0) - value) * base.length / in : 0;
    }
    return new Estimate(value, influence);
  }

  /** Sum over the classes of share of labels x F1; the weights are estimated too. */
  static Estimate weightedF1(Predictions p) {
    int rows = p.rows();
    double value = 0;
    double[] influence = new double[rows];
    for (int k = 0; k < p.classes(); k++) {
      int label = k;
      double count = IntStream.range(0, rows).filter(i -> (int) p.labels()[i] == label).count();
      if (count == 0) {
        continue; // its weight is 0
      }
      double weight = count / rows;
      Estimate f1 = Scoring.f1(p, k);
      value += weight * f1.value();
      for (int i = 0; i < rows; i++) {
        double own = (int) p.labels()[i] == k ? 1 : 0;
        influence[i] += weight * f1.influence()[i] + f1.value() * (own - weight);
      }
    }
    return new Estimate(value, influence);
  }
}
