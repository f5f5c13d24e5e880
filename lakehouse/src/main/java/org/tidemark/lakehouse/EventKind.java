package org.tidemark.lakehouse;

/** Kinds of events that bars and features are made of, with the table each lives in. */
public enum EventKind {
  /** Vendor bars, passed on as they are. */
  BARS(Tables.BARS),
  /** Prints: price and size. */
  TRADES(Tables.TRADES),
  /** Best bid and ask: the mid. */
  QUOTES(Tables.QUOTES),
  /** Resting orders by price level. */
  BOOKS(Tables.BOOKS);

  private final Table table;

  EventKind(Table table) {
    this.table = table;
  }

  /** The table of these events. */
  public Table table() {
    return table;
  }
}
