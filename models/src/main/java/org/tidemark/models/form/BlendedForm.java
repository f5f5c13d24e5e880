package org.tidemark.models.form;

import java.util.ArrayList;
import java.util.List;

/** A model of one output whose score is blended with a base signal of the same row. */
public record BlendedForm(ModelForm model, Blend blend) implements ModelForm {
  private static final long serialVersionUID = 1L;

  public BlendedForm {
    if (model.outputs() != 1) {
      throw new IllegalArgumentException(
          "a model of " + model.outputs() + " outputs cannot be blended with one base signal");
    }
    for (int column : blend.columns()) {
      if (column < 0 || column >= model.features()) {
        throw new IllegalArgumentException(
            "a blend reads column " + column + " of " + model.features());
      }
    }
  }

  /**
   * Blends the score of the row that begins at {@code from}; a probability stays from 0 to 1, since
   * the base is cut to that range first.
   */
  public float blended(float score, float[] rows, int from) {
    double base = blend.signal(rows, from);
    if (Double.isNaN(base)) {
      return score;
    }
    double part = link() == Link.IDENTITY ? base : Math.min(1, Math.max(0, base));
    double share = blend.share().of(rows, from);
    return (float) ((1 - share) * part + share * score);
  }

  @Override
  public int features() {
    return model.features();
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public double tolerance() {
    return model.tolerance();
  }

  @Override
  public Link link() {
    return model.link();
  }

  /** The model's and the limits of the clauses; for a base in one column also 0 and 1. */
  @Override
  public float[][] edges() {
    List<List<Float>> own = new ArrayList<>();
    for (int j = 0; j < features(); j++) {
      own.add(new ArrayList<>());
    }
    for (BlendShare.Clause clause : blend.share().clauses()) {
      own.get(clause.column()).add((float) clause.limit());
      if (clause.test() == BlendShare.Test.BEYOND) {
        own.get(clause.column()).add((float) -clause.limit());
      }
    }
    for (int column : blend.base().columns()) {
      own.get(column).addAll(List.of(0f, 1f));
    }
    float[][] limits = new float[features()][];
    for (int j = 0; j < limits.length; j++) {
      limits[j] = new float[own.get(j).size()];
      for (int i = 0; i < limits[j].length; i++) {
        limits[j][i] = own.get(j).get(i);
      }
    }
    return Edges.all(List.of(model.edges(), limits), features());
  }
}
