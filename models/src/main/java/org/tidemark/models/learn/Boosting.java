package org.tidemark.models.learn;

import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.tune.Curve;

/**
 * Grows the trees of one fit, all at once or round by round under a watch.
 *
 * @param settings of XGBoost, objective and seed among them
 * @param trees rounds asked for
 */
record Boosting(Map<String, Object> settings, int trees) {
  /**
   * Trees as bytes.
   *
   * @param growth how it went, where it was to be watched
   */
  record Grown(byte[] json, Optional<Growth> growth) {}

  /** All rounds on all rows. */
  byte[] all(TrainingSet data) throws XGBoostError {
    DMatrix matrix = matrix(data);
    try {
      Booster booster = XGBoost.train(matrix, settings, trees, Map.of(), null, null);
      try {
        return booster.toByteArray("json");
      } finally {
        booster.dispose();
      }
    } finally {
      matrix.dispose();
    }
  }

  /** The best round on the rows that are watched, or all where they cannot tell. */
  Grown watched(TrainingSet data, Rounds.Watched watch) throws XGBoostError {
    watch.check(data.target());
    Optional<MonitorSplit> split = MonitorSplit.of(data, watch.share());
    if (split.isEmpty()) {
      return unseen(data, "no label ends before the first watched row");
    }
    TrainingSet fitting = split.get().fitting();
    if (!(data.target() instanceof Target.Regression) && TrainingChecks.classes(fitting) < 2) {
      return unseen(data, "the " + fitting.rows() + " rows before the watched ones have one class");
    }
    try (WatchedRows monitor = new WatchedRows(split.get().monitor(), watch);
        WatchedRows recent = new WatchedRows(split.get().recent(), watch)) {
      if (!monitor.problem().isEmpty()) {
        return unseen(data, monitor.problem());
      }
      Curve curve;
      byte[] grown;
      DMatrix matrix = matrix(fitting);
      try {
        Booster booster = XGBoost.train(matrix, settings, 1, Map.of(), null, null);
        try {
          curve = grow(booster, matrix, watch.rule().start(), monitor, recent);
          grown = booster.toByteArray("json");
        } finally {
          booster.dispose();
        }
      } finally {
        matrix.dispose();
      }
      if (curve.best().isEmpty()) {
        return unseen(data, watch.rule().monitor() + " is not defined after any round");
      }
      Growth.Seen seen = Growth.Seen.of(curve, fitting.rows(), split.get().monitor().rows());
      return new Grown(
          FirstTrees.of(grown, seen.kept() * data.target().width()), Optional.of(seen));
    }
  }

  /** From the first round on; a metric that has had no value yet stops nothing. */
  private Curve grow(
      Booster booster, DMatrix matrix, Curve start, WatchedRows monitor, WatchedRows recent)
      throws XGBoostError {
    Curve curve = start.after(monitor.measure(booster), recent.measure(booster));
    for (int round = 1; round < trees; round++) {
      if (curve.best().isPresent() && curve.stops()) {
        return curve;
      }
      booster.update(matrix, round);
      curve = curve.after(monitor.measure(booster), recent.measure(booster));
    }
    return curve;
  }

  private Grown unseen(TrainingSet data, String reason) throws XGBoostError {
    return new Grown(all(data), Optional.of(new Growth.Unseen(trees, data.rows(), reason)));
  }

  private static DMatrix matrix(TrainingSet data) throws XGBoostError {
    DMatrix matrix = new DMatrix(data.features(), data.rows(), data.width(), Float.NaN);
    matrix.setLabel(data.labels());
    matrix.setWeight(data.weights());
    return matrix;
  }
}
