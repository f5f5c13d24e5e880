package org.tidemark.lakehouse.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tidemark.lakehouse.Table;

/**
 * How rows of a table are made of given rows: columns are taken by their names, some are the same
 * in all rows, and what there is neither of is null.
 */
public final class RowShape implements Serializable {
  private static final long NANOS_PER_MICRO = 1_000;

  private final Table table;
  private final StructType columns;
  private final StructType given;
  private final Map<String, Source> sources;

  /** Where the values of a column come from. */
  private sealed interface Source extends Serializable {
    /** A given column. */
    record Taken(int place) implements Source {}

    /** Microseconds of a given column of nanoseconds. */
    record Micros(int place) implements Source {}

    /** The same in all rows, as Spark's inner rows have it. */
    record Constant(Object value) implements Source {}
  }

  private RowShape(Table table, StructType columns, StructType given, Map<String, Source> sources) {
    this.table = table;
    this.columns = columns;
    this.given = given;
    this.sources = Map.copyOf(sources);
  }

  /** Takes the columns that have the same name in both. */
  public static RowShape of(Table table, StructType given) {
    RowShape shape = new RowShape(table, TableSchemas.of(table), given, Map.of());
    Map<String, Source> same = new TreeMap<>();
    for (String name : shape.columns.fieldNames()) {
      if (given.getFieldIndex(name).isDefined()) {
        same.put(name, shape.taken(name, name));
      }
    }
    return new RowShape(table, shape.columns, given, same);
  }

  /** A column that has this text in all rows. */
  public RowShape with(String column, String value) {
    return with(column, constant(column, DataTypes.StringType, UTF8String.fromString(value)));
  }

  /** A column that has this number in all rows. */
  public RowShape with(String column, long value) {
    return with(column, constant(column, DataTypes.LongType, value));
  }

  /** A column that has another name in the rows that are given. */
  public RowShape withNamed(String column, String name) {
    return with(column, taken(column, name));
  }

  /** A column of times, from a given column of nanoseconds of the epoch. */
  public RowShape withTime(String column, String nanos) {
    demandType(column, DataTypes.TimestampType, "a time");
    if (!given.apply(nanos).dataType().equals(DataTypes.LongType)) {
      throw new IllegalArgumentException(nanos + " of the given rows must be BIGINT");
    }
    return with(column, new Source.Micros(given.fieldIndex(nanos)));
  }

  /** The table. */
  public Table table() {
    return table;
  }

  /** Columns of the rows that are given. */
  public StructType given() {
    return given;
  }

  /** The row of a table of which all is the same in all rows. */
  public InternalRow only() {
    return begin().of(InternalRow.empty());
  }

  private Source constant(String column, DataType type, Object value) {
    demandType(column, type, "the constant");
    return new Source.Constant(value);
  }

  private Source taken(String column, String name) {
    demandType(column, given.apply(name).dataType(), name + " of the given rows");
    return new Source.Taken(given.fieldIndex(name));
  }

  private void demandType(String column, DataType found, String what) {
    if (columns.getFieldIndex(column).isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no column %s; it has %s"
              .formatted(table.qualifiedName(), column, List.of(columns.fieldNames())));
    }
    DataType wanted = columns.apply(column).dataType();
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException(
          "column %s of %s is %s, and %s is %s"
              .formatted(column, table.qualifiedName(), wanted.sql(), what, found.sql()));
    }
  }

  private RowShape with(String column, Source source) {
    Map<String, Source> more = new TreeMap<>(sources);
    more.put(column, source);
    return new RowShape(table, columns, given, more);
  }

  /**
   * Begins to make rows; of one thread.
   *
   * @throws IllegalStateException if a required column would be null in all rows
   */
  public Making begin() {
    return new Making(this);
  }

  /** Makes rows, one at a time. */
  public static final class Making {
    private final int[] to;
    private final int[] from;
    private final DataType[] types;
    private final int[] timesTo;
    private final int[] timesFrom;
    private final GenericInternalRow row;

    private Making(RowShape shape) {
      int columns = shape.columns.size();
      row = new GenericInternalRow(columns);
      int[][] taken = new int[2][columns];
      int[][] times = new int[2][columns];
      int takenColumns = 0;
      int timeColumns = 0;
      for (int i = 0; i < columns; i++) {
        StructField column = shape.columns.fields()[i];
        Source source = shape.sources.get(column.name());
        if (source instanceof Source.Constant constant) {
          row.update(i, constant.value());
        } else if (source instanceof Source.Taken t) {
          taken[0][takenColumns] = i;
          taken[1][takenColumns++] = t.place();
        } else if (source instanceof Source.Micros m) {
          times[0][timeColumns] = i;
          times[1][timeColumns++] = m.place();
        } else if (!column.nullable()) {
          throw new IllegalStateException(
              "nothing gives the column "
                  + column.name()
                  + " of "
                  + shape.table.qualifiedName()
                  + ", which is required");
        }
      }
      to = Arrays.copyOf(taken[0], takenColumns);
      from = Arrays.copyOf(taken[1], takenColumns);
      timesTo = Arrays.copyOf(times[0], timeColumns);
      timesFrom = Arrays.copyOf(times[1], timeColumns);
      types = new DataType[takenColumns];
      for (int i = 0; i < takenColumns; i++) {
        types[i] = shape.given.fields()[from[i]].dataType();
      }
    }

    /** A row of the table, good until the next is made. */
    public InternalRow of(InternalRow given) {
      for (int i = 0; i < to.length; i++) {
        row.update(to[i], given.isNullAt(from[i]) ? null : given.get(from[i], types[i]));
      }
      for (int i = 0; i < timesTo.length; i++) {
        row.update(
            timesTo[i],
            given.isNullAt(timesFrom[i])
                ? null
                : (Object) Math.floorDiv(given.getLong(timesFrom[i]), NANOS_PER_MICRO));
      }
      return row;
    }
  }
}
