package org.tidemark.lakehouse;

/** Kinds of events that bars and features are made of, with the table each lives in. */
public enum EventKind {
  /** Vendor bars, passed on as they are. */
  BARS(Tables.BARS, org.tidemark.market.EventKind.BAR),
  /** Prints: price and size. */
  TRADES(Tables.TRADES, org.tidemark.market.EventKind.TRADE),
  /** Best bid and ask: the mid. */
  QUOTES(Tables.QUOTES, org.tidemark.market.EventKind.QUOTE),
  /** Resting orders by price level; they make no bars. */
  BOOKS(Tables.BOOKS, org.tidemark.market.EventKind.BOOK);

  private final Table table;
  private final org.tidemark.market.EventKind event;

  EventKind(Table table, org.tidemark.market.EventKind event) {
    this.table = table;
    this.event = event;
  }

  /** The table of these events. */
  public Table table() {
    return table;
  }

  /** What an event of this kind is. */
  public org.tidemark.market.EventKind event() {
    return event;
  }

  /** Whether bars are made of these events. */
  public boolean hasPrices() {
    return this != BOOKS;
  }
}
