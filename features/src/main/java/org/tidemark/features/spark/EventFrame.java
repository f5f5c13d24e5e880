package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.StoredEvent;

/**
 * A frame of market events in the columns of their tables: one kind, or several with a column that
 * names each row's kind.
 *
 * @param kindColumn name of the column that says what a row is; needed for several kinds only
 * @param kinds whose columns are all there
 */
record EventFrame(StructType schema, String kindColumn, Set<EventKind> kinds) {
  private enum Type {
    TEXT,
    WHOLE,
    NUMBER,
    NUMBERS;

    boolean fits(DataType type) {
      return switch (this) {
        case TEXT -> type.equals(DataTypes.StringType);
        case WHOLE -> type.equals(DataTypes.LongType);
        case NUMBER -> type instanceof NumericType;
        case NUMBERS ->
            type instanceof ArrayType array && array.elementType() instanceof NumericType;
      };
    }

    String words() {
      return switch (this) {
        case TEXT -> "string";
        case WHOLE -> "bigint";
        case NUMBER -> "a number";
        case NUMBERS -> "an array of numbers";
      };
    }
  }

  private record Needed(String name, Type type) {}

  private static final List<Needed> KEYS =
      List.of(
          new Needed("instrument", Type.TEXT),
          new Needed("event_time_nanos", Type.WHOLE),
          new Needed("offset", Type.WHOLE));

  private static final Map<EventKind, List<Needed>> COLUMNS = new EnumMap<>(EventKind.class);

  static {
    COLUMNS.put(
        EventKind.BARS,
        needed(
            new Needed("open_time_nanos", Type.WHOLE),
            Type.NUMBER,
            "open",
            "high",
            "low",
            "close",
            "volume"));
    COLUMNS.put(
        EventKind.TRADES, needed(new Needed("aggressor", Type.TEXT), Type.NUMBER, "price", "size"));
    COLUMNS.put(
        EventKind.QUOTES,
        needed(new Needed("bid", Type.NUMBER), Type.NUMBER, "bid_size", "ask", "ask_size"));
    COLUMNS.put(
        EventKind.BOOKS,
        needed(
            new Needed("bid_prices", Type.NUMBERS),
            Type.NUMBERS,
            "bid_sizes",
            "ask_prices",
            "ask_sizes"));
  }

  private static List<Needed> needed(Needed first, Type type, String... names) {
    List<Needed> all = new ArrayList<>(List.of(first));
    Arrays.stream(names).forEach(name -> all.add(new Needed(name, type)));
    return all;
  }

  /**
   * Looks at the columns.
   *
   * @throws IllegalArgumentException if they are not those of events that the set can be made of
   */
  static EventFrame of(StructType schema, String kindColumn, FeatureSet set) {
    Set<String> names = Set.copyOf(List.of(schema.fieldNames()));
    check(schema, names, KEYS, "every event");
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    COLUMNS.forEach(
        (kind, needed) -> {
          if (needed.stream().allMatch(n -> names.contains(n.name()))) {
            kinds.add(kind);
          }
        });
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "the columns "
              + Arrays.toString(schema.fieldNames())
              + " are those of no kind of event; "
              + COLUMNS.entrySet().stream()
                  .map(e -> word(e.getKey()) + " need " + list(e.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    kinds.forEach(kind -> check(schema, names, COLUMNS.get(kind), word(kind)));
    if (kinds.size() > 1 && !names.contains(kindColumn)) {
      throw new IllegalArgumentException(
          "the columns fit "
              + words(kinds)
              + "; add a column '"
              + kindColumn
              + "' that says which of them a row is, or leave out the columns of the others");
    }
    if (SampledEvents.kinds(set.sampler(), set.inputs(), kinds).stream()
        .noneMatch(EventKind::hasPrices)) {
      throw new IllegalArgumentException(
          "feature set "
              + set.name()
              + " is sampled at "
              + set.sampler().id()
              + ", and no bars can be made of "
              + words(kinds)
              + " at that; give trades, or another sampler");
    }
    return new EventFrame(schema, kindColumn, kinds);
  }

  private static void check(
      StructType schema, Set<String> names, List<Needed> needed, String what) {
    List<String> missing =
        needed.stream().map(Needed::name).filter(n -> !names.contains(n)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "no column "
              + String.join(", ", missing)
              + ": "
              + what
              + " needs "
              + list(needed)
              + ", as in the tables of the market; there are "
              + Arrays.toString(schema.fieldNames()));
    }
    for (Needed column : needed) {
      DataType type = schema.apply(column.name()).dataType();
      if (!column.type().fits(type)) {
        throw new IllegalArgumentException(
            "column "
                + column.name()
                + " is "
                + type.sql().toLowerCase(Locale.ROOT)
                + ", but of "
                + what
                + " it must be "
                + column.type().words()
                + "; cast it");
      }
    }
  }

  /** The events that the set is made of, in no order. */
  Dataset<StoredEvent> events(Dataset<Row> rows, FeatureSet set) {
    return SampledEvents.kinds(set.sampler(), set.inputs(), kinds).stream()
        .map(kind -> SampledEvents.of(of(rows, kind), kind, set.sampler()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Dataset<Row> of(Dataset<Row> rows, EventKind kind) {
    if (!List.of(schema.fieldNames()).contains(kindColumn)) {
      return rows;
    }
    Column said = lower(col(kindColumn));
    Object[] known = kinds.stream().map(EventFrame::word).toArray();
    // A row of any other kind would be lost without a word.
    return rows.where(
        when(said.isin(known), said.equalTo(word(kind)))
            .otherwise(
                raise_error(
                    concat(
                        lit("column " + kindColumn + " must be one of " + words(kinds) + ", not "),
                        coalesce(said, lit("null"))))));
  }

  private static String word(EventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String words(Set<EventKind> kinds) {
    return kinds.stream().map(EventFrame::word).collect(Collectors.joining(" and "));
  }

  private static String list(List<Needed> columns) {
    return columns.stream().map(Needed::name).collect(Collectors.joining(", ", "(", ")"));
  }
}
