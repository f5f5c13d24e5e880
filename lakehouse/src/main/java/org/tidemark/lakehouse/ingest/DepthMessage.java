package org.tidemark.lakehouse.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One update of a book: the new sizes at some prices, as the lines of one message say. */
final class DepthMessage {
  static final String HEADER =
      "local_ts_ns,event_ms,first_update_id,final_update_id,prev_final_update_id,side,price,qty";

  /**
   * What all lines of a message have in common.
   *
   * @param first U, the first update in the message
   * @param last u, the last one
   * @param previous pu, the last update of the message before
   */
  record Ids(long localNanos, long eventNanos, long first, long last, long previous) {}

  /** The new size at a price; 0 takes the level away. */
  record Change(boolean isBid, double price, double size) {}

  private static final Ids NONE = new Ids(0, 0, 0, 0, 0);

  private final Ids ids;
  private final List<Change> changes = new ArrayList<>();
  private Optional<RejectedRow> damage = Optional.empty();
  private long line;
  private String raw;

  private DepthMessage(Ids ids, Columns row) {
    this.ids = ids;
    this.line = row.line();
    this.raw = row.raw();
  }

  /** Begins with the current line. */
  static DepthMessage of(Columns row) {
    try {
      row.split();
      Ids ids = ids(row);
      DepthMessage message = new DepthMessage(ids, row);
      message.take(row);
      return message;
    } catch (RejectedRow e) {
      DepthMessage message = new DepthMessage(NONE, row);
      message.damage = Optional.of(e);
      return message;
    }
  }

  /**
   * Takes the current line in, if it is of this message. A line that cannot be read is taken too:
   * nobody can tell that it is of another, and a message with a hole must not pass as a whole one.
   */
  boolean add(Columns row) {
    try {
      row.split();
      if (!ids(row).equals(ids)) {
        return false;
      }
    } catch (RejectedRow e) {
      damaged(e, row);
      return true;
    }
    take(row);
    return true;
  }

  private void take(Columns row) {
    try {
      boolean isBid =
          switch (row.text(5)) {
            case "bid" -> true;
            case "ask" -> false;
            default ->
                throw new RejectedRow(
                    Reason.BAD_SIDE,
                    "side = " + RejectedRow.quote(row.text(5)) + " must be bid or ask");
          };
      changes.add(new Change(isBid, row.price(6, "price", 0), row.size(7, "qty")));
    } catch (RejectedRow e) {
      damaged(e, row);
    }
  }

  private void damaged(RejectedRow problem, Columns row) {
    if (damage.isEmpty()) {
      damage = Optional.of(problem);
      line = row.line();
      raw = row.raw();
    }
  }

  private static Ids ids(Columns row) throws RejectedRow {
    return new Ids(
        row.nanos(0, "local_ts_ns", 0),
        row.nanos(1, "event_ms", 6),
        row.whole(2, "first_update_id"),
        row.whole(3, "final_update_id"),
        row.whole(4, "prev_final_update_id"));
  }

  Ids ids() {
    return ids;
  }

  List<Change> changes() {
    return changes;
  }

  /** What is wrong with a line of it. */
  Optional<RejectedRow> damage() {
    return damage;
  }

  /** The first line, or the first that cannot be read. */
  long line() {
    return line;
  }

  /** The text of that line. */
  String raw() {
    return raw;
  }
}
