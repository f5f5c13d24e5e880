package org.tidemark.jobs.causality;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.causality.Alteration;
import org.tidemark.features.causality.Fact;
import org.tidemark.lakehouse.spark.EventRows;

/**
 * Table rows made different: every number that is not a time, a length or a place in the log is
 * multiplied by up to e² either way. High and low are put right again.
 */
final class RowAlteration implements Alteration<InputRow> {
  private static final double REACH = 2;
  private static final String OFFSET = "offset";
  private static final Set<String> KEPT = Set.of(OFFSET, "instrument");

  @Override
  public Fact<InputRow> changed(Fact<InputRow> fact, SplittableRandom random) {
    return moved(fact, 0, random);
  }

  @Override
  public Optional<Fact<InputRow>> between(
      Fact<InputRow> before, Fact<InputRow> next, long afterNanos, SplittableRandom random) {
    long earliest = Math.max(before.timeNanos(), afterNanos);
    // Whole microseconds: a timestamp column must say the same as the nanoseconds beside it.
    long back = (next.timeNanos() - earliest) / 2 / 1_000 * 1_000;
    if (back <= 0) {
      return Optional.empty();
    }
    return placed(before, next, moved(next, -back, random));
  }

  /** The made-up row between its neighbours in the log, where rows have places in it. */
  private static Optional<Fact<InputRow>> placed(
      Fact<InputRow> before, Fact<InputRow> next, Fact<InputRow> made) {
    InputTable table = made.item().table();
    if (!List.of(table.columns().fieldNames()).contains(OFFSET)
        || !before.item().table().view().equals(table.view())) {
      return Optional.of(made);
    }
    int at = table.columns().fieldIndex(OFFSET);
    long first = before.item().row().getLong(at);
    long gap = next.item().row().getLong(at) - first;
    if (gap < 2) {
      return Optional.empty();
    }
    Row row = made.item().row();
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == at ? (Object) (first + gap / 2) : row.get(i);
    }
    return Optional.of(
        new Fact<>(
            made.instrument(),
            made.timeNanos(),
            made.knownAtNanos(),
            new InputRow(table, RowFactory.create(values))));
  }

  /** The row with other numbers, all its times moved by so much. */
  private static Fact<InputRow> moved(Fact<InputRow> fact, long byNanos, SplittableRandom random) {
    InputRow item = fact.item();
    StructType columns = item.table().columns();
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      StructField field = columns.fields()[i];
      Object value = item.row().get(i);
      values[i] =
          field.name().endsWith("_nanos") && value instanceof Long nanos
              ? (Object) (nanos + byNanos)
              : value instanceof Timestamp time
                  ? EventRows.timestamp(InputTable.nanos(time) + byNanos)
                  : other(field.name(), value, random);
    }
    order(columns, values);
    Row row = RowFactory.create(values);
    return new Fact<>(
        fact.instrument(),
        fact.timeNanos() + byNanos,
        fact.knownAtNanos() + byNanos,
        new InputRow(item.table(), row));
  }

  private static Object other(String name, Object value, SplittableRandom random) {
    if (KEPT.contains(name) || name.endsWith("_seconds")) {
      return value;
    }
    double factor = StrictMath.exp(random.nextDouble(-REACH, REACH));
    if (value instanceof Double x) {
      return x == 0 ? factor : x * factor;
    } else if (value instanceof Float x) {
      return (float) (x == 0 ? factor : x * factor);
    } else if (value instanceof Long x) {
      return Math.round((x + 1) * factor * 3);
    } else if (value instanceof Integer x) {
      return (int) Math.round((x + 1) * factor * 3);
    } else if (value instanceof Boolean) {
      return random.nextBoolean();
    }
    return value;
  }

  private static void order(StructType columns, Object[] values) {
    if (Set.of(columns.fieldNames()).containsAll(Set.of("open", "high", "low", "close"))) {
      double open = (Double) values[columns.fieldIndex("open")];
      double close = (Double) values[columns.fieldIndex("close")];
      int high = columns.fieldIndex("high");
      int low = columns.fieldIndex("low");
      values[high] = Math.max((Double) values[high], Math.max(open, close));
      values[low] = Math.min((Double) values[low], Math.min(open, close));
    }
  }
}
