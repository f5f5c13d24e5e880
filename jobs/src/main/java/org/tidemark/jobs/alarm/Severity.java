package org.tidemark.jobs.alarm;

import java.util.Locale;

/** How bad a condition is, from mild to bad. */
public enum Severity {
  WARNING,
  CRITICAL;

  /** The word in {@code models.alerts}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Severity of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
