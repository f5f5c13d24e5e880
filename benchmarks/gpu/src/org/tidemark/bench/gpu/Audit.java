package org.tidemark.bench.gpu;

import static org.apache.spark.sql.functions.col;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * How far two results of one query are apart, column by column, rows matched by key.
 *
 * @param rows rows on both sides
 * @param columns per column: cells that differ, and the largest distance of two numbers in units in
 *     the last place (doubles) or in ones (whole numbers)
 */
record Audit(long rows, List<Distance> columns) {
  record Distance(String column, boolean whole, long differing, long largest) {}

  /**
   * @throws AssertionError when a key is missing on one side, or null on one side only
   */
  static Audit of(Dataset<Row> left, Dataset<Row> right, List<String> keys) {
    List<String> names =
        Arrays.stream(left.columns()).filter(name -> !keys.contains(name)).toList();
    List<Column> both = new ArrayList<>();
    names.forEach(name -> both.add(col("l." + name).as("l_" + name)));
    names.forEach(name -> both.add(col("r." + name).as("r_" + name)));
    Column same =
        keys.stream()
            .map(k -> col("l." + k).equalTo(col("r." + k)))
            .reduce(Column::and)
            .orElseThrow();
    int width = names.size();
    List<byte[]> parts =
        left.as("l")
            .join(right.as("r"), same)
            .select(both.toArray(Column[]::new))
            .mapPartitions(
                (MapPartitionsFunction<Row, byte[]>) it -> List.of(part(it, width)).iterator(),
                Encoders.BINARY())
            .collectAsList();
    long[] differing = new long[width];
    long[] largest = new long[width];
    long matched = 0;
    for (byte[] part : parts) {
      ByteBuffer buffer = ByteBuffer.wrap(part);
      matched += buffer.getLong();
      for (int i = 0; i < width; i++) {
        differing[i] += buffer.getLong();
        largest[i] = Math.max(largest[i], buffer.getLong());
      }
    }
    long rows = left.count();
    if (matched != rows || right.count() != rows) {
      throw new AssertionError(
          rows + " rows on one side, " + right.count() + " on the other, " + matched + " match");
    }
    List<Distance> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      boolean whole =
          !left.schema()
              .apply(names.get(i))
              .dataType()
              .sameType(org.apache.spark.sql.types.DataTypes.DoubleType);
      columns.add(new Distance(names.get(i), whole, differing[i], largest[i]));
    }
    return new Audit(rows, columns);
  }

  private static byte[] part(Iterator<Row> rows, int width) {
    long[] differing = new long[width];
    long[] largest = new long[width];
    long count = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      count++;
      for (int i = 0; i < width; i++) {
        long distance = distance(row.get(i), row.get(width + i));
        differing[i] += distance == 0 ? 0 : 1;
        largest[i] = Math.max(largest[i], distance);
      }
    }
    ByteBuffer buffer = ByteBuffer.allocate(8 + 16 * width).putLong(count);
    for (int i = 0; i < width; i++) {
      buffer.putLong(differing[i]).putLong(largest[i]);
    }
    return buffer.array();
  }

  private static long distance(Object left, Object right) {
    if (left == null || right == null) {
      if (left != right) {
        throw new AssertionError("null on one side only: " + left + " and " + right);
      }
      return 0;
    }
    if (left instanceof Double a && right instanceof Double b) {
      return Math.abs(ordered(a) - ordered(b));
    }
    return Math.abs(((Number) left).longValue() - ((Number) right).longValue());
  }

  /** Position of a double among all doubles; 0.0 and -0.0 share one. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  /** Whole numbers equal, doubles within so many units in the last place. */
  void require(long ulps) {
    for (Distance each : columns) {
      long allowed = each.whole ? 0 : ulps;
      if (each.largest > allowed) {
        throw new AssertionError(each + " is over " + allowed);
      }
    }
  }
}
