package org.tidemark.models.form;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much of a say a model has in a blend (X03), by the row: the share of the first clause that
 * holds, or the standard one.
 *
 * <p>Clauses are asked in their order and the first that holds decides; a missing value holds in no
 * clause. That a large momentum gives the model more of a say, as if the market were ranging, is
 * odd; the published rule has it so and so does {@link #PUBLISHED}.
 *
 * @param standard share of the model where no clause holds
 */
public record BlendShare(double standard, List<Clause> clauses) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The rule as it was published, of columns {@code vol}, {@code trend} and {@code momentum}, to
   * put the names of a feature set in their place.
   */
  public static final String PUBLISHED =
      "0.30;vol>0.04:0.15;vol<0.01:0.40;abs(trend)>0.03:0.20;abs(momentum)>1.5:0.35";

  private static final Pattern CLAUSE =
      Pattern.compile("(abs\\()?([^<>;:()]+)(\\))?([<>])([^<>;:]+):([^<>;:]+)");

  /** What a clause asks of a column. */
  public enum Test {
    /** {@code x > limit}. */
    ABOVE,
    /** {@code x < limit}. */
    BELOW,
    /** {@code abs(x) > limit}. */
    BEYOND
  }

  /**
   * A share under a condition.
   *
   * @param column index of the column that is asked
   * @param limit in the unit of the column
   * @param share of the model, 0 to 1
   */
  public record Clause(int column, Test test, double limit, double share) implements Serializable {
    public Clause {
      needShare(share);
      if (!Double.isFinite(limit) || (test == Test.BEYOND && limit < 0)) {
        throw new IllegalArgumentException(
            "limit " + limit + " of a blend must be finite, and 0 or more for abs()");
      }
    }

    /** Whether it holds; never for NaN. */
    public boolean holds(float value) {
      return switch (test) {
        case ABOVE -> value > limit;
        case BELOW -> value < limit;
        case BEYOND -> value > limit || value < -limit;
      };
    }
  }

  public BlendShare {
    clauses = List.copyOf(clauses);
    needShare(standard);
  }

  private static void needShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share + " of a blend must be from 0 to 1");
    }
  }

  /** Share of the model in the row that begins at {@code from}. */
  public double of(float[] rows, int from) {
    for (Clause clause : clauses) {
      if (clause.holds(rows[from + clause.column()])) {
        return clause.share();
      }
    }
    return standard;
  }

  /** Every column that is asked. */
  List<Integer> columns() {
    return clauses.stream().map(Clause::column).toList();
  }

  /** The text that {@link #parse} reads back, to the last bit. */
  public String id(List<String> names) {
    String rule =
        clauses.stream()
            .map(
                c ->
                    String.format(
                        Locale.ROOT,
                        c.test() == Test.BEYOND ? "abs(%s)>%s:%s" : "%s%s%s:%s",
                        c.test() == Test.BEYOND
                            ? new Object[] {names.get(c.column()), c.limit(), c.share()}
                            : new Object[] {
                              names.get(c.column()),
                              c.test() == Test.ABOVE ? ">" : "<",
                              c.limit(),
                              c.share()
                            }))
            .collect(Collectors.joining(";"));
    return standard + (rule.isEmpty() ? "" : ";" + rule);
  }

  /**
   * Reads {@code STANDARD;NAME>LIMIT:SHARE;NAME<LIMIT:SHARE;abs(NAME)>LIMIT:SHARE}, any number of
   * clauses.
   *
   * @param names of the columns, in order
   * @throws IllegalArgumentException for other text, another column or a share beyond 0 to 1
   */
  public static BlendShare parse(String text, List<String> names) {
    String[] parts = text.split(";", -1);
    List<Clause> clauses = new ArrayList<>();
    for (int at = 1; at < parts.length; at++) {
      Matcher clause = CLAUSE.matcher(parts[at]);
      boolean fits = clause.matches();
      boolean beyond = fits && clause.group(1) != null;
      if (!fits || beyond != (clause.group(3) != null) || beyond && clause.group(4).equals("<")) {
        throw new IllegalArgumentException(
            "clause '" + parts[at] + "' of a blend is none of x>1:0.2, x<1:0.2 and abs(x)>1:0.2");
      }
      Test above = clause.group(4).equals(">") ? Test.ABOVE : Test.BELOW;
      clauses.add(
          new Clause(
              column(clause.group(2), names),
              beyond ? Test.BEYOND : above,
              number(clause.group(5), text),
              number(clause.group(6), text)));
    }
    return new BlendShare(number(parts[0], text), clauses);
  }

  static double number(String word, String text) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + word + "' in blend '" + text + "' is no number", e);
    }
  }

  static int column(String name, List<String> names) {
    int at = names.indexOf(name.strip());
    if (at < 0) {
      throw new IllegalArgumentException(
          "column '" + name.strip() + "' of a blend is none of the feature set's: " + names);
    }
    return at;
  }
}
