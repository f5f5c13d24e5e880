package org.tidemark.models.tune;

import java.util.List;
import java.util.Optional;

/**
 * One thing to be set.
 *
 * @param name for example {@code xgboost.depth}
 * @param domain the values it may take
 * @param condition when it is there at all; always when empty
 */
public record Parameter(String name, Domain domain, Optional<Condition> condition) {
  /**
   * A parameter is there when a choice above it is one of some words.
   *
   * @param parent name of a {@link Domain.Choice} that the space lists earlier
   * @param words at least one of its words
   */
  public record Condition(String parent, List<String> words) {
    public Condition {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a condition on " + parent + " must name a word");
      }
    }

    String id() {
      return "@" + parent + "=" + String.join("|", words);
    }
  }

  public Parameter {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' must be letters, digits, dots, underscores and hyphens");
    }
  }

  /** The text that {@link #parse} reads back. */
  public String id() {
    return name + "=" + domain.id() + condition.map(Condition::id).orElse("");
  }

  /** Reads {@code xgboost.depth=int(3,9)} or the same with {@code @learner=xgboost} behind it. */
  public static Parameter parse(String text) {
    int equals = text.indexOf('=');
    int close = text.indexOf(')');
    if (equals < 1 || close < equals) {
      throw new IllegalArgumentException(
          "parameter '" + text + "' must be written like xgboost.depth=int(3,9)");
    }
    String rest = text.substring(close + 1);
    String[] pair = rest.isEmpty() ? new String[0] : rest.substring(1).split("=", -1);
    if (!rest.isEmpty() && (rest.charAt(0) != '@' || pair.length != 2)) {
      throw new IllegalArgumentException(
          "condition '" + rest + "' must be written like @learner=xgboost|forest");
    }
    return new Parameter(
        text.substring(0, equals),
        Domain.parse(text.substring(equals + 1, close + 1)),
        rest.isEmpty()
            ? Optional.empty()
            : Optional.of(new Condition(pair[0], List.of(pair[1].split("\\|", -1)))));
  }
}
