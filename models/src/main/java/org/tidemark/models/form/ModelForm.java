package org.tidemark.models.form;

import java.io.Serializable;

/** What a fitted model computes, free of the library that fitted it. */
public sealed interface ModelForm extends Serializable
    permits TreeEnsemble,
        LinearForm,
        NetForm,
        MixtureForm,
        CalibratedForm,
        EnsembleForm,
        NormalisedForm,
        BlendedForm {
  /** Feature columns of a row. */
  int features();

  /** Numbers per scored row. */
  int outputs();

  /** How the margins become the output. */
  Link link();

  /**
   * Per column the finite values at which the arithmetic changes (thresholds, fillings, clips),
   * ascending: where a certificate looks closest.
   */
  float[][] edges();

  /**
   * By how much a score may differ between float32 sums of this model in one order and in another:
   * what a certificate allows.
   */
  default double tolerance() {
    return 1e-6;
  }
}
