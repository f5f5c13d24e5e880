package org.tidemark.lakehouse.ingest;

/** Tells a message that came again from new ones by the number that its source gave it. */
final class RisingIds {
  private final String column;
  private long last = Long.MIN_VALUE;

  RisingIds(String column) {
    this.column = column;
  }

  /** Rejects an id that does not rise above those taken. */
  void check(long id) throws RejectedRow {
    if (id <= last) {
      throw new RejectedRow(
          Reason.DUPLICATE_ID, column + " = " + id + " is not above " + last + ", taken before");
    }
  }

  /** Remembers the id of a row that was accepted. */
  void take(long id) {
    last = id;
  }
}
