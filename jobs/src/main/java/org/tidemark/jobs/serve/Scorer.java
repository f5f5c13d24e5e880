package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * The file behind a version, as that which scores.
 *
 * @param model name of the model
 * @param version name of the version
 * @param sha256 content hash of its ONNX file; a night that is done again registers another one
 *     under the same name, and what the one before scored says nothing of it
 */
public record Scorer(String model, String version, String sha256) {
  /** Of a registered version. */
  public static Scorer of(Row registered) {
    return new Scorer(
        registered.getAs("model"), Registered.version(registered), registered.getAs("onnx_sha256"));
  }

  /**
   * Which rows are about it in a table that has {@code model}, {@code model_version} and {@code
   * onnx_sha256}. Rows of earlier programs, which do not name their file, count as its own.
   */
  public Column mine() {
    return col("model")
        .equalTo(model)
        .and(col("model_version").equalTo(version))
        .and(col("onnx_sha256").isNull().or(col("onnx_sha256").equalTo(sha256)));
  }
}
