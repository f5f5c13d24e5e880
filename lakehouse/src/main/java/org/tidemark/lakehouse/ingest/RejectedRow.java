package org.tidemark.lakehouse.ingest;

/** Carries a rejection from where it is noticed to the reader; without a stack, as it is common. */
final class RejectedRow extends Exception {
  private final Reason reason;

  RejectedRow(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** Quotes a value for a message, cut to a readable length. */
  static String quote(String value) {
    return "'" + (value.length() > 60 ? value.substring(0, 60) + "..." : value) + "'";
  }
}
