package org.tidemark.lakehouse.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
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
    } else if (event instanceof Book) {
      return EventKind.BOOKS;
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
    if (event instanceof Book book) {
      return RowFactory.create(
          name,
          time,
          book.eventTimeNanos(),
          book.offset(),
          decimals(book.bids(), Book.Level::price),
          decimals(book.bids(), Book.Level::size),
          decimals(book.asks(), Book.Level::price),
          decimals(book.asks(), Book.Level::size),
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

  /** The events of rows of one kind's table. */
  public static Dataset<StoredEvent> events(Dataset<Row> rows, EventKind kind) {
    return rows.select(
            col("instrument"),
            lit(kind.ordinal()).as("kind"),
            col("offset"),
            col("event_time_nanos").as("eventTimeNanos"),
            (kind == EventKind.BARS ? col("open_time_nanos") : lit(0L)).as("openTimeNanos"),
            (kind == EventKind.TRADES ? side() : lit(0)).as("side"),
            number(kind, 0).as("first"),
            number(kind, 1).as("second"),
            number(kind, 2).as("third"),
            number(kind, 3).as("fourth"),
            number(kind, 4).as("fifth"),
            (kind == EventKind.BOOKS ? levels() : array().cast("array<double>")).as("levels"))
        .as(Encoders.bean(StoredEvent.class));
  }

  private static Column number(EventKind kind, int at) {
    List<String> names =
        switch (kind) {
          case BARS -> List.of("open", "high", "low", "close", "volume");
          case TRADES -> List.of("price", "size");
          case QUOTES -> List.of("bid", "bid_size", "ask", "ask_size");
          case BOOKS -> List.of();
        };
    return at < names.size()
        ? coalesce(col(names.get(at)).cast("double"), lit(Double.NaN))
        : lit(0.0);
  }

  private static Column side() {
    Column side = lit(Aggressor.UNKNOWN.ordinal());
    for (Aggressor known : Aggressor.values()) {
      side = when(col("aggressor").equalTo(known.name()), known.ordinal()).otherwise(side);
    }
    return side;
  }

  private static Column levels() {
    return concat(
        array(size(col("bid_prices")).cast("double")),
        col("bid_prices").cast("array<double>"),
        col("bid_sizes").cast("array<double>"),
        col("ask_prices").cast("array<double>"),
        col("ask_sizes").cast("array<double>"));
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

  private static BigDecimal[] decimals(List<Book.Level> levels, ToDoubleFunction<Book.Level> part) {
    return levels.stream().map(l -> decimal(part.applyAsDouble(l))).toArray(BigDecimal[]::new);
  }

  private static BigDecimal side(double value) {
    return Double.isNaN(value) ? null : decimal(value);
  }
}
