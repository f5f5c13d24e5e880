package org.tidemark.models.weight;

import java.math.BigDecimal;

/** One reason why a row counts more or less than another. */
public sealed interface Factor {
  /** The word that {@link #parse} reads back. */
  String id();

  /** Every row the same. */
  record Even() implements Factor {
    @Override
    public String id() {
      return "even";
    }
  }

  /** Average uniqueness of the label span: rows that share their outcome share their weight. */
  record Uniqueness(Scope scope) implements Factor {
    @Override
    public String id() {
      return "uniqueness" + (scope == Scope.ACROSS ? ":across" : "");
    }
  }

  /**
   * Older rows count less (section 4.7 of the book): with {@code x} the average uniqueness summed
   * from the oldest row through this one, and {@code X} the whole sum, the factor is {@code 1 - (1
   * - last) (1 - x / X)} when {@code last} is 0 or more, and {@code max(0, 1 - (1 - x / X) / (1 +
   * last))} when it is below 0: then the oldest share {@code -last} of the uniqueness counts
   * nothing. The newest rows have 1. Time is not the clock: where labels overlap little, much was
   * learned. Rows of one event time have one factor.
   *
   * @param last limit of the factor at the oldest end, above -1 and at most 1; 1 is no decay
   * @param scope of the uniqueness
   */
  record Decay(double last, Scope scope) implements Factor {
    public Decay {
      if (!(last > -1 && last <= 1)) {
        throw new IllegalArgumentException(
            "decay = " + last + " must be above -1 and at most 1; 1 is no decay");
      }
    }

    @Override
    public String id() {
      String number = BigDecimal.valueOf(last).stripTrailingZeros().toPlainString();
      return "decay:" + number + (scope == Scope.ACROSS ? ":across" : "");
    }
  }

  /**
   * Classes count the same: each row is divided by the sum of all other factors over the rows of
   * its class. A class without rows, or without weight, has no share.
   */
  record Balance() implements Factor {
    @Override
    public String id() {
      return "balance";
    }
  }

  /** Reads {@code even}, {@code uniqueness:across}, {@code decay:0.5} or {@code balance}. */
  static Factor parse(String text) {
    String[] words = text.split(":", -1);
    boolean across = words.length > 1 && words[words.length - 1].equals("across");
    Scope scope = across ? Scope.ACROSS : Scope.INSTRUMENT;
    int settings = words.length - (across ? 2 : 1);
    if (words[0].equals("uniqueness") && settings == 0) {
      return new Uniqueness(scope);
    }
    if (words[0].equals("decay") && settings == 1) {
      try {
        return new Decay(Double.parseDouble(words[1]), scope);
      } catch (NumberFormatException e) {
        throw refuse(text);
      }
    }
    if (words.length == 1 && words[0].equals("balance")) {
      return new Balance();
    }
    if (words.length == 1 && words[0].equals("even")) {
      return new Even();
    }
    throw refuse(text);
  }

  private static IllegalArgumentException refuse(String text) {
    return new IllegalArgumentException(
        "weight '"
            + text
            + "' must be even, uniqueness, uniqueness:across, decay:0.5, decay:0.5:across or"
            + " balance; join them with *, for example uniqueness*decay:0.5*balance");
  }
}
