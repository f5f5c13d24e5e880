package org.tidemark.models.learn;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;

/**
 * A worker's rows, checked one by one on their way into XGBoost's memory. XGBoost pulls them from
 * native code, through which no exception may pass: whatever goes wrong ends the rows and is told
 * afterwards.
 */
final class WorkerRows implements Iterator<LabeledPoint> {
  private final Iterator<Row> rows;
  private final List<String> names;
  private final Target target;
  private final int rank;
  private Optional<LabeledPoint> ahead = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private String problem = "";
  private long read;

  /**
   * @param rows label, weight, features
   */
  WorkerRows(Iterator<Row> rows, List<String> names, Target target, int rank) {
    this.rows = rows;
    this.names = names;
    this.target = target;
    this.rank = rank;
  }

  /** All rows in XGBoost's memory, or those before the first that cannot be fitted. */
  DMatrix matrix() throws XGBoostError {
    DMatrix matrix = new DMatrix(this, "", Float.NaN);
    if (failure.isPresent()) {
      matrix.dispose();
      throw new LearnException("the rows of worker " + rank + " could not be read", failure.get());
    }
    if (read == 0) {
      problem = "worker " + rank + " has no row of the window; fit with fewer workers";
    }
    return matrix;
  }

  /** Why the rows cannot be fitted; empty if they can. */
  String problem() {
    return problem;
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && failure.isEmpty() && problem.isEmpty()) {
      try {
        ahead = rows.hasNext() ? Optional.of(point(rows.next())) : Optional.empty();
      } catch (IllegalArgumentException e) {
        problem = "worker " + rank + ": " + e.getMessage();
      } catch (Exception
          | OutOfMemoryError e) { // Spark throws checked ones that it does not declare
        failure = Optional.of(e);
      }
    }
    return ahead.isPresent();
  }

  private LabeledPoint point(Row row) {
    float[] values = new float[names.size()];
    FeatureMatrix.put(row, 2, values.length, values, 0);
    float label = row.getFloat(0);
    float weight = row.getFloat(1);
    TrainingChecks.row(names, target, read, values, 0, label, weight);
    read++;
    return new LabeledPoint(label, values.length, null, values, weight);
  }

  @Override
  public LabeledPoint next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    LabeledPoint point = ahead.orElseThrow();
    ahead = Optional.empty();
    return point;
  }
}
