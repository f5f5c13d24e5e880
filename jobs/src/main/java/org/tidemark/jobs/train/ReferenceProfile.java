package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;

/**
 * Frozen bins of one column and the counts of a reference sample in them.
 *
 * @param edges bin edges as JSON
 * @param counts one per bin, NaN last
 */
public record ReferenceProfile(String feature, String edges, long[] counts) {
  private static final int SAMPLE = 20_000;
  private static final int BINS = 10;

  /** The profile as a value that can be compared. */
  public Profile profile() {
    return Profile.ofCounts(FrozenBins.fromJson(edges), counts);
  }

  /** Freezes bins on a fixed sample of the rows, then counts all rows exactly. */
  public static List<ReferenceProfile> of(Dataset<Row> rows, long count, List<String> features) {
    long keep = Math.max(1, count / SAMPLE);
    Column[] columns = features.stream().map(f -> col(f)).toArray(Column[]::new);
    List<Row> sample =
        rows.where(pmod(xxhash64(col("instrument"), col("event_time_nanos")), lit(keep)).equalTo(0))
            .select(columns)
            .collectAsList();
    List<FrozenBins> bins = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      double[] values = new double[sample.size()];
      for (int r = 0; r < values.length; r++) {
        values[r] = value(sample.get(r), i);
      }
      bins.add(FrozenBins.ofQuantiles(values, BINS));
    }
    List<long[]> counts = count(rows, features, bins);
    List<ReferenceProfile> profiles = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      profiles.add(new ReferenceProfile(features.get(i), bins.get(i).toJson(), counts.get(i)));
    }
    return profiles;
  }

  /** Exact counts of every column over its bins; parts are added on the driver. */
  public static List<long[]> count(
      Dataset<Row> rows, List<String> features, List<FrozenBins> bins) {
    List<double[]> edges = bins.stream().map(FrozenBins::edges).toList();
    Column[] columns = features.stream().map(f -> col(f)).toArray(Column[]::new);
    List<byte[]> parts =
        rows.select(columns)
            .mapPartitions(
                (MapPartitionsFunction<Row, byte[]>) it -> List.of(part(it, edges)).iterator(),
                Encoders.BINARY())
            .collectAsList();
    List<long[]> total = new ArrayList<>();
    bins.forEach(b -> total.add(new long[b.size()]));
    for (byte[] part : parts) {
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(part);
      for (long[] counts : total) {
        for (int i = 0; i < counts.length; i++) {
          counts[i] += buffer.getLong();
        }
      }
    }
    return total;
  }

  private static byte[] part(Iterator<Row> it, List<double[]> edges) {
    List<FrozenBins> bins = edges.stream().map(FrozenBins::new).toList();
    List<long[]> counts = new ArrayList<>();
    bins.forEach(b -> counts.add(new long[b.size()]));
    while (it.hasNext()) {
      Row row = it.next();
      for (int i = 0; i < bins.size(); i++) {
        counts.get(i)[bins.get(i).bin(value(row, i))]++;
      }
    }
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.allocate(counts.stream().mapToInt(c -> c.length).sum() * Long.BYTES);
    counts.forEach(
        c -> {
          for (long n : c) {
            buffer.putLong(n);
          }
        });
    return buffer.array();
  }

  private static double value(Row row, int at) {
    return row.isNullAt(at) ? Double.NaN : row.getFloat(at);
  }
}
