package org.tidemark.models.form;

import org.tidemark.models.calibrate.Calibrator;

/** A model whose probabilities, rounded to float, go through a calibrator. */
public record CalibratedForm(ModelForm model, Calibrator calibrator) implements ModelForm {
  private static final long serialVersionUID = 1L;

  public CalibratedForm {
    if (model instanceof CalibratedForm) {
      throw new IllegalArgumentException("the model is calibrated already; calibrate it once");
    }
    if (model.link() == Link.IDENTITY || !calibrator.fits(model.outputs())) {
      throw new IllegalArgumentException(
          calibrator.name()
              + " cannot calibrate "
              + model.outputs()
              + " outputs of link "
              + model.link()
              + "; it takes probabilities"
              + (model.outputs() > 1 ? ", of several classes temperature alone" : ""));
    }
  }

  @Override
  public int features() {
    return model.features();
  }

  @Override
  public int outputs() {
    return model.outputs();
  }

  @Override
  public Link link() {
    return model.link();
  }

  @Override
  public float[][] edges() {
    return model.edges();
  }

  @Override
  public double tolerance() {
    return model.tolerance();
  }
}
