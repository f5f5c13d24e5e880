package org.tidemark.lakehouse.ingest;

import java.util.Set;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Aggressor;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * The trades in the file that {@link NasdaqBooks} reads: orders executed ({@code E}) at their own
 * price, or ({@code C}) at the one that the message says. The order that rested bought or sold; the
 * aggressor did the opposite. Lines of orders added, cut, deleted and replaced are passed over.
 */
final class NasdaqExecutions implements Format {
  private static final Set<String> ORDERS = Set.of("A", "F", "X", "D", "U");

  @Override
  public String name() {
    return "nasdaq-itch-executions";
  }

  @Override
  public String describe() {
    return "trades from the same file as nasdaq-itch-l10: its executions, with the aggressor"
        + " opposite to the resting order; lines of other messages are passed over";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    NasdaqBooks.Source source = NasdaqBooks.Source.of(file, options);
    RowClock clock = RowClock.sorted(Lane.TRADE);
    return Columns.reader(
        file,
        NasdaqBooks.HEADER,
        NasdaqBooks.MESSAGE_TYPE,
        ORDERS,
        row -> trade(source, clock, row));
  }

  private static MarketEvent trade(NasdaqBooks.Source source, RowClock clock, Columns row)
      throws RejectedRow {
    row.split();
    long time = source.nanos(row);
    String type = row.text(NasdaqBooks.MESSAGE_TYPE);
    double price =
        switch (type) {
          case "E" -> row.price(11, "price", 0);
          case "C" -> row.price(13, "execution_price", 0);
          default ->
              throw new RejectedRow(
                  Reason.UNKNOWN_TYPE,
                  "message_type = " + RejectedRow.quote(type) + " is none of A F X D U E C");
        };
    double size = row.size(9, "size");
    Aggressor side =
        switch (row.text(14)) {
          case "1" -> Aggressor.SELL;
          case "-1" -> Aggressor.BUY;
          default ->
              throw new RejectedRow(
                  Reason.BAD_SIDE,
                  "direction = " + RejectedRow.quote(row.text(14)) + " must be 1 or -1");
        };
    return new Trade(source.instrument(), clock.offset(time), time, price, size, side);
  }
}
