package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.models.Target;
import org.tidemark.models.learn.FeatureMatrix;

/**
 * Rows of a file with the scores that a model must give them.
 *
 * @param features row-major, NaN for missing
 * @param scores rows x target width
 */
record ExpectedRows(float[] features, float[] scores) {
  private static final int MOST = 100_000;

  /**
   * Reads a CSV with a header, or Parquet: the feature columns by name, and {@code score}, or
   * {@code score_0}, {@code score_1}, ... for several classes. An empty cell is a missing value.
   */
  static ExpectedRows read(SparkSession spark, String file, List<String> features, Target target) {
    String place = file.contains("://") ? file : Path.of(file).toAbsolutePath().toUri().toString();
    Dataset<Row> rows =
        file.endsWith(".parquet")
            ? spark.read().parquet(place)
            : spark.read().option("header", "true").csv(place);
    List<String> names = new ArrayList<>(features);
    names.addAll(
        target.width() == 1
            ? List.of("score")
            : IntStream.range(0, target.width()).mapToObj(k -> "score_" + k).toList());
    List<String> there = Arrays.asList(rows.columns());
    List<String> missing = names.stream().filter(name -> !there.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " has no columns "
              + missing
              + "; it needs every column of the feature set and the expected scores by name");
    }
    List<Row> found =
        rows.select(
                names.stream()
                    .map(name -> col("`" + name + "`").cast("float"))
                    .toArray(Column[]::new))
            .limit(MOST + 1)
            .collectAsList();
    if (found.isEmpty() || found.size() > MOST) {
      throw new IllegalArgumentException(
          file + " has " + (found.isEmpty() ? "no" : "over " + MOST) + " rows; bring 1 to " + MOST);
    }
    float[] scores = FeatureMatrix.of(found, features.size(), target.width());
    if (!(target instanceof Target.Regression)) {
      for (float score : scores) {
        if (!(score >= 0 && score <= 1)) {
          throw new IllegalArgumentException(
              "expected score "
                  + score
                  + " is no probability; export the model with its sigmoid or softmax");
        }
      }
    }
    return new ExpectedRows(FeatureMatrix.of(found, 0, features.size()), scores);
  }
}
