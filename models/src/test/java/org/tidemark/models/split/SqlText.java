package org.tidemark.models.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Evaluates comparisons of columns with numbers, joined by AND, OR and brackets. */
final class SqlText {
  private final String[] words;
  private final Map<String, Long> row;
  private int at;

  private SqlText(String text, Map<String, Long> row) {
    this.words = text.replace("(", " ( ").replace(")", " ) ").strip().split(" +");
    this.row = row;
  }

  static boolean holds(String text, Map<String, Long> row) {
    SqlText sql = new SqlText(text, row);
    boolean value = sql.or();
    assertThat(sql.at).as("all of it is read: " + text).isEqualTo(sql.words.length);
    return value;
  }

  private boolean or() {
    boolean value = and();
    while (at < words.length && words[at].equals("OR")) {
      at++;
      value |= and();
    }
    return value;
  }

  private boolean and() {
    boolean value = one();
    while (at < words.length && words[at].equals("AND")) {
      at++;
      value &= one();
    }
    return value;
  }

  private boolean one() {
    String word = words[at++];
    if (word.equals("(")) {
      boolean value = or();
      assertThat(words[at++]).isEqualTo(")");
      return value;
    }
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    assertThat(row).containsKey(word);
    long value = row.get(word);
    String operator = words[at++];
    long limit = Long.parseLong(words[at++]);
    return switch (operator) {
      case ">=" -> value >= limit;
      case ">" -> value > limit;
      case "<" -> value < limit;
      case "<=" -> value <= limit;
      case "=" -> value == limit;
      default -> throw new AssertionError(operator);
    };
  }
}
