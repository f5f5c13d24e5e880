package org.tidemark.streaming.feature;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.state.EventCodec;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.lakehouse.ingest.AtRest;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.Malformed;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;
import org.tidemark.market.wire.WireResult;
import org.tidemark.streaming.source.TickSchema;

/**
 * Raw ticks with the key that sends all ticks of an instrument to one place. A message that is no
 * tick keeps its reason and gets a key that no instrument can have.
 */
record Keyed(TickSchema schema) implements MapFunction<Row, Row> {
  /** Begins the key of messages without an instrument; not allowed in instrument names. */
  private static final String NO_INSTRUMENT = "!";

  /** Begins what is kept of a message that is no text; the bytes follow in base64. */
  static final String NO_TEXT = "base64:";

  /** Most characters of a message that are kept. */
  static final int MAX_RAW = 64 * 1024;

  static final int KEY = 0;
  private static final int EVENT = 1;
  private static final int REASON = 2;
  private static final int DETAIL = 3;
  private static final int SOURCE = 4;
  private static final int PARTITION = 5;
  private static final int OFFSET = 6;
  private static final int ARRIVAL = 7;
  private static final int RAW = 8;

  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("event", DataTypes.BinaryType, true)
          .add("reason", DataTypes.StringType, true)
          .add("detail", DataTypes.StringType, true)
          .add("source", DataTypes.StringType, false)
          .add("source_partition", DataTypes.StringType, false)
          .add("source_offset", DataTypes.LongType, false)
          .add("arrival_nanos", DataTypes.LongType, false)
          .add("raw", DataTypes.StringType, false);

  /** Of messages that are JSON lines. */
  Keyed() {
    this(TickSchema.json());
  }

  /** Where a tick stands in its source; the tie-break among ticks with equal offsets. */
  record Place(String source, String partition, long offset) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byPartition = partition.compareTo(other.partition);
      return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
  }

  /** A keyed row as a value. */
  sealed interface Tick {
    Place place();

    String raw();
  }

  /** A well-formed tick. */
  record Good(MarketEvent event, long arrivalNanos, Place place, String raw) implements Tick {}

  /** A message that is no tick. */
  record Bad(String reason, String detail, Place place, String raw) implements Tick {}

  @Override
  public Row call(Row row) {
    Place place = new Place(row.getString(0), row.getString(1), row.getLong(2));
    Tick tick = parse(schema, row.isNullAt(4) ? new byte[0] : row.getAs(4), place, row.getLong(3));
    if (tick instanceof Good good) {
      StateWriter out = new StateWriter();
      EventCodec.write(good.event(), out);
      return RowFactory.create(
          good.event().instrument().value(),
          out.toBytes(),
          null,
          null,
          place.source(),
          place.partition(),
          place.offset(),
          row.getLong(3),
          good.raw());
    }
    Bad bad = (Bad) tick;
    return RowFactory.create(
        NO_INSTRUMENT + place.partition(),
        null,
        bad.reason(),
        bad.detail(),
        place.source(),
        place.partition(),
        place.offset(),
        row.getLong(3),
        bad.raw());
  }

  /** What a message is; reading never fails. */
  static Tick parse(TickSchema schema, byte[] bytes, Place place, long arrivalNanos) {
    TickSchema.Decoded decoded = schema.decode(bytes);
    if (decoded instanceof TickSchema.Misfit misfit) {
      return new Bad(misfit.reason().name(), misfit.detail(), place, base64(bytes));
    }
    String text = ((TickSchema.Line) decoded).json();
    WireResult result = WireReader.read(text);
    String raw = text.length() <= MAX_RAW ? text : text.substring(0, MAX_RAW);
    if (result instanceof Malformed malformed) {
      return new Bad(malformed.reason().name(), malformed.detail(), place, raw);
    }
    MarketEvent event = ((Parsed) result).event();
    Optional<AtRest.Problem> problem = AtRest.problem(event);
    return problem.isPresent()
        ? new Bad(problem.get().reason().name(), problem.get().detail(), place, raw)
        : new Good(event, arrivalNanos, place, raw);
  }

  /** Reads a row that {@link #call} made. */
  static Tick read(Row row) {
    Place place = new Place(row.getString(SOURCE), row.getString(PARTITION), row.getLong(OFFSET));
    String raw = row.getString(RAW);
    if (row.isNullAt(EVENT)) {
      return new Bad(row.getString(REASON), row.getString(DETAIL), place, raw);
    }
    MarketEvent event = EventCodec.read(new StateReader(row.getAs(EVENT)));
    return new Good(event, row.getLong(ARRIVAL), place, raw);
  }

  private static String base64(byte[] bytes) {
    int most = (MAX_RAW - NO_TEXT.length()) / 4 * 3;
    byte[] kept = bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    return NO_TEXT + Base64.getEncoder().encodeToString(kept);
  }
}
