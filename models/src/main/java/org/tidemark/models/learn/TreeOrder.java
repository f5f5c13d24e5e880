package org.tidemark.models.learn;

/** How the trees of an ensemble follow each other. */
public enum TreeOrder {
  /** One after another, each on what the earlier ones left. */
  BOOSTED("boosted"),
  /** Side by side on rows and columns drawn for each; the output is their mean. */
  RANDOM_FOREST("random-forest");

  private final String id;

  TreeOrder(String id) {
    this.id = id;
  }

  /** The text that {@link #parse} reads back. */
  public String id() {
    return id;
  }

  /**
   * Reads {@code boosted} or {@code random-forest}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static TreeOrder parse(String text) {
    for (TreeOrder order : values()) {
      if (order.id.equals(text)) {
        return order;
      }
    }
    throw new IllegalArgumentException(
        "tree order '" + text + "' is not known; write boosted or random-forest");
  }
}
