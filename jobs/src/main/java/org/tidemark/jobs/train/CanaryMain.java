package org.tidemark.jobs.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tidemark.models.onnx.CheckedModel;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.RefusedModelException;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScoreException;

/**
 * The process that {@link Canary} starts: opens one model file, scores rows together and the first
 * of them alone, and writes the scores. Knows nothing of Spark.
 */
final class CanaryMain {
  static final String MODEL = "model.onnx";
  static final String ROWS = "rows.bin";
  static final String SCORES = "scores.bin";
  static final String PROBLEM = "problem.txt";

  /** Exit status when the guard refuses the file; the reason stands in {@link #PROBLEM}. */
  static final int REFUSED = 10;

  /** Exit status when the runtime refuses the file or a row; the reason stands there too. */
  static final int NOT_SCORED = 11;

  private CanaryMain() {}

  /** Arguments: folder, SHA-256, hash of the feature set. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    try {
      CheckedModel model =
          LoadGuard.standard()
              .check(
                  Files.readAllBytes(folder.resolve(MODEL)),
                  new LoadGuard.Expected(args[1], args[2]));
      try (OnnxScorer scorer = OnnxScorer.open(model)) {
        int width = scorer.artifact().width();
        float[] rows = floats(Files.readAllBytes(folder.resolve(ROWS)));
        float[] scores = scorer.score(rows, rows.length / width);
        scorer.score(Arrays.copyOf(rows, width), 1);
        Files.write(folder.resolve(SCORES), bytes(scores));
      }
    } catch (RefusedModelException e) {
      end(folder, e.getMessage(), REFUSED);
    } catch (ScoreException e) {
      end(folder, e.getMessage(), NOT_SCORED);
    }
  }

  private static void end(Path folder, String problem, int status) throws IOException {
    Files.writeString(folder.resolve(PROBLEM), problem);
    System.exit(status);
  }

  static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
