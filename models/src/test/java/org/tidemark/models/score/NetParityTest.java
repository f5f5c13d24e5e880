package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.Target;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.form.Nets;
import org.tidemark.models.learn.NetModel;
import org.tidemark.models.learn.NetSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;

/** Nets against their ONNX files; leaves files and scores for the check in Python. */
class NetParityTest {
  private static final int COLUMNS = 100;
  private static final int ROWS = 300;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void netsScoreAlike(int outputs) throws IOException {
    for (int seed = 1; seed <= 2; seed++) {
      NetForm drawn = Nets.drawn(NetShape.momentum(COLUMNS, outputs), seed);
      Target target = outputs == 1 ? new Target.Binary() : new Target.MultiClass(outputs);
      NetModel model = NetSamples.of(drawn, target);
      OnnxArtifact file = OnnxExport.of(model, Map.of("learner", "momentum-nn"));
      float[] rows = Nets.rows(COLUMNS, ROWS, 100 + seed);
      try (OnnxScorer scorer =
          OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
        ParityCertificate certificate = ParityCheck.certify(model, file, scorer, rows, ROWS);
        assertThat(certificate.holds()).as("%s", certificate).isTrue();
        assertThat(certificate.edges()).isEqualTo(3 * COLUMNS);
      }
      assertThat(OnnxExport.of(model, Map.of("learner", "momentum-nn")).bytes())
          .isEqualTo(file.bytes());
      if (seed == 1) {
        leave("net-" + outputs, model, file, rows);
      }
    }
  }

  private static void leave(String name, NetModel model, OnnxArtifact file, float[] rows)
      throws IOException {
    Path folder = Files.createDirectories(Path.of("target/onnx-cross-check", name));
    Files.write(folder.resolve("model.onnx"), file.bytes());
    Files.write(folder.resolve("native.json"), model.nativeBytes());
    float[] scores = model.score(rows, ROWS);
    int width = model.target().width();
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < COLUMNS; j++) {
        text.append(rows[row * COLUMNS + j]).append(',');
      }
      for (int k = 0; k < width; k++) {
        text.append(scores[row * width + k]).append(k + 1 < width ? ',' : '\n');
      }
    }
    Files.writeString(folder.resolve("expected.csv"), text);
  }
}
