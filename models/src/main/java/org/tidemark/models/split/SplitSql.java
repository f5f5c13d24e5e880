package org.tidemark.models.split;

import java.util.List;
import java.util.regex.Pattern;

/** Conditions on times as SQL text that file statistics can be read for. */
final class SplitSql {
  private static final Pattern COLUMN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_]\\w*)*");

  private SplitSql() {}

  static String within(String column, Window window) {
    return column(column)
        + " >= "
        + window.fromNanos()
        + " AND "
        + column
        + " < "
        + window.toNanos();
  }

  /** At least one of these; more than one stands in brackets, so that AND may follow. */
  static String any(List<String> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : "((" + String.join(") OR (", conditions) + "))";
  }

  static String column(String name) {
    if (!COLUMN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "column '" + name + "' must be a plain name of letters, digits, underscores and dots");
    }
    return name;
  }
}
