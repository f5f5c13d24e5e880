package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;

/**
 * How long a registered model takes for one row: its file is opened as the scorer opens it and
 * given live rows one at a time, in this process, away from the scorer.
 */
public final class ModelProbe {
  /** The stage of rule {@code latency} that this measures. */
  public static final String STAGE = "model";

  private static final int ROWS = 1_000;
  private static final int WARM_UP = 300;

  private ModelProbe() {}

  /**
   * Times of single rows, milliseconds.
   *
   * @param rows timed
   */
  public record Times(double p50, double p99, int rows) {}

  /**
   * Times a version on the latest live rows of its feature set, on rows of zeros where there are
   * none.
   *
   * @param version its row in {@code models.model_registry}
   * @return empty where the file is gone
   * @throws RuntimeException if the file is refused
   */
  public static Optional<Times> time(TableStore store, Row version) {
    List<byte[]> live =
        store
            .read(Tables.LIVE_FEATURES)
            .where(col("feature_set_hash").equalTo(version.getAs("feature_set_hash")))
            .orderBy(col("batch_id").desc(), col("event_time_nanos").desc())
            .select("features")
            .limit(ROWS)
            .collectAsList()
            .stream()
            .map(row -> row.<byte[]>getAs(0))
            .toList();
    String sha256 = version.getAs("onnx_sha256");
    Optional<byte[]> file = LakeFiles.of(store).read("artifacts/" + sha256 + ".onnx");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    LoadGuard.Expected expected = new LoadGuard.Expected(sha256, version.getAs("feature_set_hash"));
    try (OnnxScorer scorer = OnnxScorer.open(LoadGuard.standard().check(file.get(), expected))) {
      List<byte[]> zeros =
          Collections.nCopies(ROWS, new byte[scorer.artifact().width() * Float.BYTES]);
      return Optional.of(time(scorer, live.isEmpty() ? zeros : live));
    }
  }

  private static Times time(OnnxScorer scorer, List<byte[]> rows) {
    long[] nanos = new long[rows.size()];
    float[] out = new float[scorer.artifact().target().width()];
    for (int i = -WARM_UP; i < nanos.length; i++) {
      ByteBuffer bytes = ByteBuffer.wrap(rows.get(Math.floorMod(i, nanos.length)));
      float[] row = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(row);
      long begin = System.nanoTime();
      scorer.score(row, 1, out);
      if (i >= 0) {
        nanos[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(nanos);
    return new Times(millis(nanos, 50), millis(nanos, 99), nanos.length);
  }

  /** Nearest rank. */
  private static double millis(long[] sorted, int percent) {
    return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1] / 1e6;
  }
}
