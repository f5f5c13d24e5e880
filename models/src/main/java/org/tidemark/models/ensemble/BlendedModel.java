package org.tidemark.models.ensemble;

import java.util.List;
import java.util.function.Function;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.Blend;
import org.tidemark.models.form.BlendedForm;

/** A model whose score is blended with a base signal of the same row. */
public record BlendedModel(FormedModel model, Blend blend) implements FormedModel {
  private static final long serialVersionUID = 1L;

  public BlendedModel {
    // Says what does not go together.
    new BlendedForm(model.form(), blend);
  }

  /** A model from {@link #nativeBytes()}. */
  public static BlendedModel load(byte[] bytes, Function<byte[], FormedModel> model) {
    Framed framed = Framed.of(bytes, 1);
    FormedModel read = model.apply(framed.parts().get(0));
    return new BlendedModel(read, Blend.parse(framed.text(), read.featureNames()));
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
    BlendedForm form = form();
    float[] scores = model.score(features, rows);
    for (int row = 0; row < rows; row++) {
      scores[row] = form.blended(scores[row], features, row * form.features());
    }
    return scores;
  }

  @Override
  public byte[] nativeBytes() {
    return new Framed(blend.id(featureNames()), List.of(model.nativeBytes())).bytes();
  }

  @Override
  public double[] gain() {
    return model.gain();
  }

  @Override
  public BlendedForm form() {
    return new BlendedForm(model.form(), blend);
  }
}
