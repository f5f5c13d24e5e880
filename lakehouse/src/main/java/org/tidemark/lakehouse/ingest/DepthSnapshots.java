package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The whole books that a recording of updates begins from, by the last update in each. */
final class DepthSnapshots {
  private static final String HEADER = "local_ts_ns,event_ms,last_update_id,side,price,qty";

  private final TreeMap<Long, MaintainedBook> books = new TreeMap<>();

  /** A book to go on from. */
  record Snapshot(long lastUpdate, MaintainedBook book) {}

  /**
   * Reads a file of snapshots.
   *
   * @throws IngestException at a line that cannot be read: every book after it would be wrong
   */
  static DepthSnapshots read(SourceFile file) {
    DepthSnapshots snapshots = new DepthSnapshots();
    try (Columns rows = Columns.open(file, HEADER)) {
      while (rows.advance()) {
        try {
          snapshots.take(rows);
        } catch (RejectedRow e) {
          throw new IngestException(
              file.name()
                  + " line "
                  + rows.line()
                  + ": "
                  + e.getMessage()
                  + "; a snapshot must be whole, fetch it again");
        }
      }
    } catch (IOException e) {
      throw new IngestException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
    return snapshots;
  }

  private void take(Columns row) throws RejectedRow {
    row.split();
    String side = row.text(3);
    if (!side.equals("bid") && !side.equals("ask")) {
      throw new RejectedRow(
          Reason.BAD_SIDE, "side = " + RejectedRow.quote(side) + " must be bid or ask");
    }
    books
        .computeIfAbsent(row.whole(2, "last_update_id"), id -> new MaintainedBook())
        .set(
            new DepthMessage.Change(
                side.equals("bid"), row.price(4, "price", 0), row.size(5, "qty")));
  }

  /**
   * The latest book that this message continues: the message must hold the snapshot's last update.
   */
  Optional<Snapshot> before(DepthMessage.Ids message) {
    Map.Entry<Long, MaintainedBook> entry = books.floorEntry(message.last());
    return entry == null || entry.getKey() < message.first()
        ? Optional.empty()
        : Optional.of(new Snapshot(entry.getKey(), entry.getValue().copy()));
  }
}
