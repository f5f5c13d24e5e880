package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;

class LinearModelTest {
  private static final LinearForm FORM =
      new LinearForm(
          new double[] {10, -2},
          new double[] {2, 0.5},
          new double[][] {{0.75, -1}},
          new double[] {0.25},
          Link.IDENTITY);
  private static final LinearModel MODEL =
      new LinearModel(FORM, new Target.Regression(), List.of("a", "b"), Samples.HASH);

  @Test
  void scoresByTheFormula() {
    // z = ((14 - 10) / 2, (-1 + 2) / 0.5) = (2, 2); 0.25 + 0.75 * 2 - 2 = -0.25
    assertThat(MODEL.score(new float[] {14, -1}, 1)).containsExactly(-0.25f);
    // A missing value is the mean of the window, so z is 0.
    assertThat(MODEL.score(new float[] {Float.NaN, Float.NaN}, 1)).containsExactly(0.25f);
    // z is cut at 10 and -10: 0.25 + 7.5 + 10
    assertThat(MODEL.score(new float[] {1e9f, Float.NEGATIVE_INFINITY}, 1)).containsExactly(17.75f);
  }

  @Test
  void linksGiveProbabilities() {
    LinearForm binary =
        new LinearForm(
            new double[1], new double[] {1}, new double[][] {{1}}, new double[1], Link.SIGMOID);
    LinearForm three =
        new LinearForm(
            new double[1],
            new double[] {1},
            new double[][] {{0}, {1}, {2}},
            new double[3],
            Link.SOFTMAX);
    float[] out = new float[3];

    binary.score(new float[] {(float) Math.log(3)}, 0, out, 0);
    assertThat(out[0]).isCloseTo(0.75f, within(1e-7f));
    three.score(new float[] {(float) Math.log(2)}, 0, out, 0);
    assertThat(out[0]).isCloseTo(1 / 7f, within(1e-7f));
    assertThat(out[1]).isCloseTo(2 / 7f, within(1e-7f));
    assertThat(out[2]).isCloseTo(4 / 7f, within(1e-7f));
  }

  @Test
  void travelsByItsBytes() throws Exception {
    LinearModel model = LinearSamples.of(new Target.MultiClass(3), 4, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    LinearModel copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (LinearModel) in.readObject();
    }
    LinearModel read =
        LinearModel.of(
            model.nativeBytes(), model.target(), model.featureNames(), model.featureSetHash());

    assertThat(copy.nativeBytes()).isEqualTo(model.nativeBytes());
    assertThat(read.nativeBytes()).isEqualTo(model.nativeBytes());
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new LinearForm(
                    new double[1],
                    new double[] {0},
                    new double[][] {{1}},
                    new double[1],
                    Link.IDENTITY))
        .hasMessageContaining("deviation 0.0 of column 0");
    assertThatThrownBy(
            () ->
                new LinearForm(
                    new double[1],
                    new double[] {1},
                    new double[][] {{Double.NaN}},
                    new double[1],
                    Link.IDENTITY))
        .hasMessageContaining("coefficient 0 is NaN");
    assertThatThrownBy(
            () -> new LinearModel(FORM, new Target.Binary(), List.of("a", "b"), Samples.HASH))
        .hasMessageContaining("link IDENTITY");
    assertThatThrownBy(() -> MODEL.score(new float[3], 2)).hasMessageContaining("2 rows");
  }
}
