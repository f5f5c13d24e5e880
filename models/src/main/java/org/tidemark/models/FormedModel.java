package org.tidemark.models;

import org.tidemark.models.form.ModelForm;

/** A model whose arithmetic is known as plain numbers, so that it can leave as ONNX. */
public interface FormedModel extends Model {
  /** What the model computes: features and outputs equal the model's columns and target width. */
  ModelForm form();
}
