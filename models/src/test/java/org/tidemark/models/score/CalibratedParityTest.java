package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tidemark.models.CalibratedModel;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.calibrate.CalibrationMethod;
import org.tidemark.models.calibrate.Calibrator;
import org.tidemark.models.calibrate.PlattScaling;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;

/** Calibrated models against their ONNX files. */
class CalibratedParityTest {
  private static final int COLUMNS = 7;

  private static CalibratedModel calibrated(FormedModel model, CalibrationMethod method, int seed) {
    TrainingSet rows = Samples.of(model.target(), 4_000, COLUMNS, seed);
    float[] scores = model.score(rows.features(), rows.rows());
    Calibrator calibrator =
        method.fit(
            IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray(),
            model.target().width(),
            IntStream.range(0, rows.rows()).map(i -> (int) rows.labels()[i]).toArray());
    return new CalibratedModel(model, calibrator);
  }

  private static void certified(CalibratedModel model, int seed) {
    OnnxArtifact file = OnnxExport.of(model, Map.of("calibration", model.calibrator().id()));
    TrainingSet rows = Samples.of(model.target(), 5_000, COLUMNS, seed);
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
      ParityCertificate certificate =
          ParityCheck.certify(model, file, scorer, rows.features(), rows.rows());
      assertThat(certificate.holds()).as("%s", certificate).isTrue();
    }
    FormedModel bare = model.model();
    assertThat(model.score(rows.features(), rows.rows()))
        .isNotEqualTo(bare.score(rows.features(), rows.rows()));
    assertThat(model.nativeBytes()).isNotEqualTo(bare.nativeBytes());
    assertThat(model.gain()).isEqualTo(bare.gain());
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void twoClassesScoreAlike(CalibrationMethod method) {
    Target target = new Target.Binary();
    for (int seed = 1; seed <= 3; seed++) {
      TrainingSet train = Samples.of(target, 3_000, COLUMNS, seed);
      XgboostLearner learner =
          new XgboostLearner(XgboostParameters.standard().withTrees(40, 6, 0.3));
      certified(calibrated(learner.fit(train, seed), method, seed + 50), seed + 100);
      certified(calibrated(LinearSamples.of(target, COLUMNS, seed), method, 60), seed + 100);
    }
  }

  @Test
  void severalClassesScoreAlike() {
    Target target = new Target.MultiClass(4);
    TrainingSet train = Samples.of(target, 3_000, COLUMNS, 1);
    XgboostLearner learner = new XgboostLearner(XgboostParameters.standard().withTrees(20, 5, 0.3));
    certified(calibrated(learner.fit(train, 1), CalibrationMethod.TEMPERATURE, 51), 101);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Calibrator platt = new PlattScaling(1, 0.5);
    for (Target target : List.of(new Target.Regression(), new Target.MultiClass(4))) {
      FormedModel model = LinearSamples.of(target, COLUMNS, 1);
      assertThatThrownBy(() -> new CalibratedModel(model, platt))
          .hasMessageContaining("platt cannot calibrate " + target.width() + " outputs");
    }
    CalibratedModel once =
        new CalibratedModel(LinearSamples.of(new Target.Binary(), COLUMNS, 1), platt);
    assertThatThrownBy(() -> new CalibratedModel(once, platt)).hasMessageContaining("once");
  }
}
