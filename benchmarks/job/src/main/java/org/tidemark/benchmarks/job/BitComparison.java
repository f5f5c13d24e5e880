package org.tidemark.benchmarks.job;

import static org.apache.spark.sql.functions.col;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureSet;

/** Feature rows of two ways, matched by instrument and offset and compared as bits. */
final class BitComparison {
  private static final StructType PACKED =
      new StructType()
          .add("instrument", DataTypes.StringType)
          .add("offset", DataTypes.LongType)
          .add("event_time_nanos", DataTypes.LongType)
          .add("close", DataTypes.DoubleType)
          .add("features", DataTypes.BinaryType);

  private static final StructType COUNTS =
      new StructType()
          .add("rows", DataTypes.LongType)
          .add("alone", DataTypes.LongType)
          .add("values", DataTypes.LongType)
          .add("numbers", DataTypes.LongType)
          .add("differing", DataTypes.LongType);

  private BitComparison() {}

  /**
   * What was found.
   *
   * @param rows rows that both have
   * @param alone rows that only one has
   * @param values feature values compared
   * @param numbers of them not NaN in the first
   * @param differing values, times and closes whose bits differ
   */
  record Counts(long rows, long alone, long values, long numbers, long differing) {}

  /** A wide table with its floats as bytes. */
  static Dataset<Row> ofTable(Dataset<Row> wide, FeatureSet set) {
    int width = set.width();
    Dataset<Row> ordered =
        wide.select(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("instrument", "offset", "event_time_nanos", "close"),
                    set.outputNames().stream())
                .map(name -> col(name))
                .toArray(org.apache.spark.sql.Column[]::new));
    return ordered.map(
        (MapFunction<Row, Row>)
            row -> {
              ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES);
              for (int i = 0; i < width; i++) {
                bytes.putFloat(row.getFloat(4 + i));
              }
              return RowFactory.create(
                  row.getString(0),
                  row.getLong(1),
                  row.getLong(2),
                  row.getDouble(3),
                  bytes.array());
            },
        Encoders.row(PACKED));
  }

  static Counts count(Dataset<Row> first, Dataset<Row> second) {
    Dataset<Row> pairs =
        first
            .as("a")
            .join(
                second.as("b"),
                col("a.instrument")
                    .equalTo(col("b.instrument"))
                    .and(col("a.offset").equalTo(col("b.offset"))),
                "full_outer")
            .select(
                "a.event_time_nanos",
                "a.close",
                "a.features",
                "b.event_time_nanos",
                "b.close",
                "b.features");
    Row sum =
        pairs
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) BitComparison::tally, Encoders.row(COUNTS))
            .groupBy()
            .sum("rows", "alone", "values", "numbers", "differing")
            .head();
    return new Counts(
        sum.getLong(0), sum.getLong(1), sum.getLong(2), sum.getLong(3), sum.getLong(4));
  }

  private static Iterator<Row> tally(Iterator<Row> pairs) {
    long rows = 0;
    long alone = 0;
    long values = 0;
    long numbers = 0;
    long differing = 0;
    while (pairs.hasNext()) {
      Row pair = pairs.next();
      if (pair.isNullAt(0) || pair.isNullAt(3)) {
        alone++;
        continue;
      }
      rows++;
      differing += pair.getLong(0) == pair.getLong(3) ? 0 : 1;
      differing += bits(pair.getDouble(1)) == bits(pair.getDouble(4)) ? 0 : 1;
      ByteBuffer a = ByteBuffer.wrap(pair.getAs(2));
      ByteBuffer b = ByteBuffer.wrap(pair.getAs(5));
      differing += Math.abs(a.remaining() - b.remaining()) / Float.BYTES;
      while (a.hasRemaining() && b.hasRemaining()) {
        int left = a.getInt();
        values++;
        numbers += Float.isNaN(Float.intBitsToFloat(left)) ? 0 : 1;
        differing += left == b.getInt() ? 0 : 1;
      }
    }
    return List.of(RowFactory.create(rows, alone, values, numbers, differing)).iterator();
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
