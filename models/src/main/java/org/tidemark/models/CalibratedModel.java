package org.tidemark.models;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tidemark.models.calibrate.Calibrator;
import org.tidemark.models.form.CalibratedForm;

/**
 * A fitted model and the calibrator that its scores go through. Its native bytes are those of both:
 * the length of the calibrator's text, the text, the model's own bytes.
 */
public record CalibratedModel(FormedModel model, Calibrator calibrator) implements FormedModel {
  private static final long serialVersionUID = 1L;

  public CalibratedModel {
    // Says what does not go together.
    new CalibratedForm(model.form(), calibrator);
  }

  @Override
  public Target target() {
    return model.target();
  }

  @Override
  public List<String> featureNames() {
    return model.featureNames();
  }

  @Override
  public String featureSetHash() {
    return model.featureSetHash();
  }

  @Override
  public float[] score(float[] features, int rows) {
    float[] scores = model.score(features, rows);
    int outputs = target().width();
    for (int row = 0; row < rows; row++) {
      calibrator.calibrate(scores, row * outputs, outputs);
    }
    return scores;
  }

  @Override
  public byte[] nativeBytes() {
    byte[] text = calibrator.id().getBytes(StandardCharsets.UTF_8);
    byte[] own = model.nativeBytes();
    return ByteBuffer.allocate(Integer.BYTES + text.length + own.length)
        .putInt(text.length)
        .put(text)
        .put(own)
        .array();
  }

  @Override
  public double[] gain() {
    return model.gain();
  }

  @Override
  public CalibratedForm form() {
    return new CalibratedForm(model.form(), calibrator);
  }
}
