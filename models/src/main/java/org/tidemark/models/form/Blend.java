package org.tidemark.models.form;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The adaptive blend of a base signal with a model's score: {@code (1 - r) * base + r * score} with
 * the share {@code r} of the row.
 */
public record Blend(BlendShare share, Base base) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String BASE = "base=";

  /**
   * The base signal: a weighted sum of columns, such as one column of weight 1, or the six
   * dimensions of the market quality score with its weights. It is missing where one of its columns
   * is; the score is then the model's alone.
   *
   * @param columns indices
   * @param weights one per column
   */
  public record Base(List<Integer> columns, List<Double> weights) implements Serializable {
    public Base {
      columns = List.copyOf(columns);
      weights = List.copyOf(weights);
      if (columns.isEmpty() || columns.size() != weights.size()) {
        throw new IllegalArgumentException(
            columns.size() + " base columns came with " + weights.size() + " weights; give both");
      }
      for (double weight : weights) {
        if (!Double.isFinite(weight)) {
          throw new IllegalArgumentException("weight " + weight + " of a base must be finite");
        }
      }
    }
  }

  /** The base signal of a row; NaN where it is missing. */
  public double signal(float[] rows, int from) {
    double sum = 0;
    for (int i = 0; i < base.columns().size(); i++) {
      sum += base.weights().get(i) * finite(rows[from + base.columns().get(i)]);
    }
    return sum;
  }

  /** An infinite value counts as the largest float32. */
  private static double finite(float value) {
    return Math.min(Float.MAX_VALUE, Math.max(-Float.MAX_VALUE, (double) value));
  }

  /** Every column that is read. */
  List<Integer> columns() {
    List<Integer> all = new ArrayList<>(base.columns());
    all.addAll(share.columns());
    return all;
  }

  /** The text that {@link #parse} reads back, to the last bit. */
  public String id(List<String> names) {
    List<String> sum = new ArrayList<>();
    for (int i = 0; i < base.columns().size(); i++) {
      sum.add(base.weights().get(i) + "*" + names.get(base.columns().get(i)));
    }
    return BASE + String.join("+", sum) + ";" + share.id(names);
  }

  /**
   * Reads {@code base=1.0*NAME;SHARE} with the share as of {@link BlendShare#parse}, the weights of
   * the base separated by {@code +}.
   *
   * @param names of the columns, in order
   */
  public static Blend parse(String text, List<String> names) {
    String[] parts = text.split(";", 2);
    if (parts.length < 2 || !parts[0].startsWith(BASE)) {
      throw new IllegalArgumentException(
          "blend '" + text + "' must be written like base=1.0*COLUMN;" + BlendShare.PUBLISHED);
    }
    List<Integer> columns = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (String term : parts[0].substring(BASE.length()).split("\\+", -1)) {
      int star = term.indexOf('*');
      weights.add(star < 0 ? 1 : BlendShare.number(term.substring(0, star), text));
      columns.add(BlendShare.column(term.substring(star + 1), names));
    }
    return new Blend(BlendShare.parse(parts[1], names), new Base(columns, weights));
  }
}
