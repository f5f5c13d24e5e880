package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;

/** What every worker of a fit does: joins the others, reads its rows, and boosts with them. */
record WorkerTask(XgboostParameters parameters, Target target, List<String> names, long seed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Fits, in step with the other tasks of the stage.
   *
   * @param parts rows of the part with a number: label, weight, features
   */
  WorkerResult run(BarrierTaskContext task, IntFunction<Iterator<Row>> parts) {
    try (WorkerGroup group = WorkerGroup.join(task)) {
      WorkerRows rows = new WorkerRows(parts.apply(group.rank()), names, target, group.rank());
      WorkerResult result = fit(task, group, rows);
      group.leave();
      return result;
    } catch (XGBoostError e) {
      throw new LearnException(
          "XGBoost could not fit "
              + names.size()
              + " columns by several workers: "
              + e.getMessage(),
          e);
    }
  }

  private WorkerResult fit(BarrierTaskContext task, WorkerGroup group, WorkerRows rows)
      throws XGBoostError {
    DMatrix matrix = rows.matrix();
    try {
      // All of them fit or none does: a worker that gave up alone would leave the others waiting.
      List<String> problems =
          Arrays.stream(task.allGather(rows.problem())).filter(p -> !p.isEmpty()).sorted().toList();
      return problems.isEmpty()
          ? WorkerResult.fitted(boost(matrix, group.rank()))
          : WorkerResult.refused(problems.get(0));
    } finally {
      matrix.dispose();
    }
  }

  private byte[] boost(DMatrix matrix, int rank) throws XGBoostError {
    Map<String, Object> settings = new XgboostLearner(parameters).settings(target, names, seed);
    Booster booster = XGBoost.train(matrix, settings, parameters.rounds(), Map.of(), null, null);
    try {
      return rank == 0 ? booster.toByteArray("json") : new byte[0];
    } finally {
      booster.dispose();
    }
  }
}
