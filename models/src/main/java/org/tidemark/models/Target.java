package org.tidemark.models;

import java.io.Serializable;

/** What a model predicts, and so the shape of its output. */
public sealed interface Target extends Serializable {
  /** Two classes, labels 0 and 1; output is the probability of class 1. */
  record Binary() implements Target {
    @Override
    public int width() {
      return 1;
    }
  }

  /** Classes 0 to {@code classes - 1}; output is one probability per class. */
  record MultiClass(int classes) implements Target {
    public MultiClass {
      if (classes < 3) {
        throw new IllegalArgumentException(
            "classes = " + classes + " must be 3 or more; use Binary for 2");
      }
    }

    @Override
    public int width() {
      return classes;
    }
  }

  /** A real number; output is its estimate. */
  record Regression() implements Target {
    @Override
    public int width() {
      return 1;
    }
  }

  /** Floats per row that a model of this target writes. */
  int width();
}
