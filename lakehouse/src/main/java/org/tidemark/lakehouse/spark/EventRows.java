package org.tidemark.lakehouse.spark;

import static org.apache.spark.sql.functions.col;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Market events as rows and back. Prices rest as decimals and come back as the very double they
 * were: at most 18 decimals are accepted at ingest.
 */
public final class EventRows {
  private EventRows() {}

  /** The kind of table an event belongs to. */
  public static EventKind kind(MarketEvent event) {
    if (event instanceof Trade) {
      return EventKind.TRADES;
    } else if (event instanceof Quote) {
      return EventKind.QUOTES;
    } else if (event instanceof Bar) {
      return EventKind.BARS;
    }
    throw new IllegalArgumentException(
        "events of type " + event.getClass().getSimpleName() + " have no ingest table");
  }

  /** A row of the event's table. */
  public static Row toRow(MarketEvent event, String sourceId, long line) {
    Timestamp time = timestamp(event.eventTimeNanos());
    String name = event.instrument().value();
    if (event instanceof Trade t) {
      return RowFactory.create(
          name,
          time,
          t.eventTimeNanos(),
          t.offset(),
          decimal(t.price()),
          decimal(t.size()),
          t.aggressor().name(),
          sourceId,
          line);
    } else if (event instanceof Quote q) {
      return RowFactory.create(
          name,
          time,
          q.eventTimeNanos(),
          q.offset(),
          side(q.bid()),
          decimal(q.bidSize()),
          side(q.ask()),
          decimal(q.askSize()),
          sourceId,
          line);
    }
    Bar b = (Bar) event;
    return RowFactory.create(
        name,
        time,
        b.eventTimeNanos(),
        b.offset(),
        Math.toIntExact(b.durationNanos() / 1_000_000_000L),
        b.openTimeNanos(),
        decimal(b.open()),
        decimal(b.high()),
        decimal(b.low()),
        decimal(b.close()),
        decimal(b.volume()),
        sourceId,
        line);
  }

  /** The columns that {@link #fromRow} reads, prices as doubles. */
  public static Dataset<Row> select(Dataset<Row> rows, EventKind kind) {
    List<String> prices =
        switch (kind) {
          case BARS -> List.of("open", "high", "low", "close", "volume");
          case TRADES -> List.of("price", "size");
          case QUOTES -> List.of("bid", "bid_size", "ask", "ask_size");
        };
    List<String> keys =
        switch (kind) {
          case BARS -> List.of("instrument", "offset", "event_time_nanos", "open_time_nanos");
          case TRADES -> List.of("instrument", "offset", "event_time_nanos", "aggressor");
          case QUOTES -> List.of("instrument", "offset", "event_time_nanos");
        };
    Column[] columns = new Column[keys.size() + prices.size()];
    Arrays.setAll(
        columns,
        i ->
            i < keys.size()
                ? col(keys.get(i))
                : col(prices.get(i - keys.size())).cast("double").as(prices.get(i - keys.size())));
    return rows.select(columns);
  }

  /** The event of a row made by {@link #select}. */
  public static MarketEvent fromRow(Row row, EventKind kind) {
    InstrumentId instrument = new InstrumentId(row.getString(0));
    long offset = row.getLong(1);
    long time = row.getLong(2);
    return switch (kind) {
      case BARS ->
          new Bar(
              instrument,
              offset,
              time,
              row.getLong(3),
              row.getDouble(4),
              row.getDouble(5),
              row.getDouble(6),
              row.getDouble(7),
              row.getDouble(8));
      case TRADES ->
          new Trade(
              instrument,
              offset,
              time,
              row.getDouble(4),
              row.getDouble(5),
              Aggressor.valueOf(row.getString(3)));
      case QUOTES ->
          new Quote(
              instrument,
              offset,
              time,
              side(row, 3),
              row.getDouble(4),
              side(row, 5),
              row.getDouble(6));
    };
  }

  /** The instant as Spark's timestamp, cut to microseconds. */
  public static Timestamp timestamp(long nanos) {
    long micros = Math.floorDiv(nanos, 1_000L);
    return Timestamp.from(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L));
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(18);
  }

  private static BigDecimal side(double value) {
    return Double.isNaN(value) ? null : decimal(value);
  }

  private static double side(Row row, int at) {
    return row.isNullAt(at) ? Double.NaN : row.getDouble(at);
  }
}
