package org.tidemark.jobs.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.models.Target;
import org.tidemark.models.learn.LinearModel;
import org.tidemark.models.onnx.OnnxArtifact;

/** A small model, and rows of tables that a live query of it leaves. */
final class ScoredRows {
  private ScoredRows() {}

  static LinearModel model(int coefficient) {
    return LinearModel.of(
        "{\"link\":\"SIGMOID\",\"means\":[0,1],\"deviations\":[1,2],\"coefficients\":[[2,%d]],\"intercepts\":[0.25]}"
            .formatted(coefficient)
            .getBytes(StandardCharsets.UTF_8),
        new Target.Binary(),
        List.of("price_rank_100", "momentum_10"),
        "hash");
  }

  /** A version as the registry has it; {@code v1} is the champion. */
  static Row registered(String version, OnnxArtifact file) {
    return RowFactory.create(
        "direction",
        version,
        version.equals("v1") ? "champion" : null,
        "PRODUCTION",
        "c",
        "f",
        "imported",
        "binary",
        "fixed-15m",
        "s",
        "hash",
        file.sha256(),
        1L,
        "p",
        "ALL",
        "score",
        Date.valueOf(LocalDate.of(2024, 1, 1)),
        "run",
        "put here by the test");
  }

  /** What stands behind a registered file, with the text of its manifest. */
  static Row manifest(String version, OnnxArtifact file, String text) {
    return RowFactory.create(
        "direction",
        version,
        "run",
        "logistic",
        "{}",
        "{}",
        "s",
        "hash",
        "fixed-15m",
        "s",
        7L,
        0L,
        1L,
        44L,
        "0.1.0",
        "jvm",
        "os",
        "cpu",
        file.sha256(),
        text);
  }

  static Row scored(long offset, String version, String arm, float value) {
    return RowFactory.create(
        "BTCUSD",
        offset,
        version,
        new Timestamp(0),
        0L,
        "direction",
        "hash",
        value,
        "BUY",
        1.0,
        arm,
        "champion of the registry",
        offset + 1,
        3L,
        null,
        null,
        null);
  }

  /** The same row of a program that notes the file, which is the last column. */
  static Row by(OnnxArtifact file, Row row) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, row::get);
    values[row.size() - 1] = file.sha256();
    return RowFactory.create(values);
  }

  static Row provisional(long tick, String version, float[] values, float score) {
    return RowFactory.create(
        "live",
        "BTCUSD",
        tick,
        tick,
        new Timestamp(0),
        0L,
        "direction",
        version,
        "champion of the registry",
        "hash",
        bytes(values),
        score,
        "BUY",
        1.0,
        null,
        3L,
        null);
  }

  static Row features(String query, long offset, float[] values) {
    return RowFactory.create(
        query, "BTCUSD", offset, new Timestamp(0), 0L, "s", "hash", offset + 1, bytes(values), 3L);
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
