package org.tidemark.features.causality;

/**
 * A way to look for knowledge of the future. The order is that of blame when several find a row.
 */
public enum Probe {
  /** The same input twice must give the same rows: else some state outlives a run. */
  REPEAT("the same input gave two answers"),
  /** Input after an instant is taken away: rows due by then must stay, bit for bit. */
  TRUNCATION("a row changed when later input was taken away"),
  /** Input after an instant is changed, thinned and added to: rows due by then must stay. */
  PERTURBATION("a row changed when later input was altered"),
  /** Input stamped before an instant but published after it is altered. */
  KNOWN_AT("a row used input before it was published"),
  /** A label's value must be settled by the declared end of its span. */
  LABEL_SPAN("a label changed with input after the end of its span"),
  /** No training row of a fold may share time with its test rows or their embargo. */
  FOLD("a training row reaches into the test"),
  /** What is fitted must not move when rows outside its training window do. */
  FIT_SCOPE("a fit changed with rows outside its training window");

  private final String meaning;

  Probe(String meaning) {
    this.meaning = meaning;
  }

  /** What a hit means, in words. */
  public String meaning() {
    return meaning;
  }
}
