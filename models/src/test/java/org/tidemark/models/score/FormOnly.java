package org.tidemark.models.score;

import java.util.List;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.ModelForm;
import org.tidemark.models.learn.Samples;

/** A regression that is a form and nothing else: it is written to a file, never scored itself. */
record FormOnly(ModelForm form, List<String> featureNames) implements FormedModel {
  private static final long serialVersionUID = 1L;

  @Override
  public Target target() {
    return new Target.Regression();
  }

  @Override
  public String featureSetHash() {
    return Samples.HASH;
  }

  @Override
  public byte[] nativeBytes() {
    return new byte[0];
  }

  @Override
  public double[] gain() {
    return new double[featureNames.size()];
  }

  @Override
  public float[] score(float[] features, int rows) {
    throw new UnsupportedOperationException("a form has no native scorer");
  }
}
