package org.tidemark.jobs.monitor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;

/**
 * Counts live rows in frozen bins, cell of event time by cell: exact whole numbers, so that the
 * cells of a window add up to the profile that one pass over its rows gives.
 */
final class LiveCells {
  private LiveCells() {}

  /**
   * End of the cell that holds an instant: cells are {@code (end - length, end]} and end at whole
   * multiples of their length, as the windows of the nightly check do.
   */
  static long end(long nanos, long length) {
    return nanos + Math.floorMod(-nanos, length);
  }

  /**
   * Profiles by end of the cell, one per column.
   *
   * @param rows event time in nanoseconds, then the float32 values of the columns, big-endian; of
   *     one column also a float
   * @param bins one per column
   */
  static Map<Long, List<Profile>> count(Dataset<Row> rows, List<FrozenBins> bins, long length) {
    List<double[]> edges = bins.stream().map(FrozenBins::edges).toList();
    List<byte[]> parts =
        rows.mapPartitions(
                (MapPartitionsFunction<Row, byte[]>) it -> parts(it, edges, length),
                Encoders.BINARY())
            .collectAsList();
    Map<Long, List<Profile>> cells = new TreeMap<>();
    for (byte[] part : parts) {
      ByteBuffer buffer = ByteBuffer.wrap(part);
      cells.merge(buffer.getLong(), profiles(buffer, bins), LiveCells::merge);
    }
    return cells;
  }

  private static List<Profile> profiles(ByteBuffer buffer, List<FrozenBins> bins) {
    List<Profile> profiles = new ArrayList<>();
    for (FrozenBins of : bins) {
      long[] counts = new long[of.size()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = buffer.getLong();
      }
      profiles.add(Profile.ofCounts(of, counts));
    }
    return profiles;
  }

  /** Column by column. */
  static List<Profile> merge(List<Profile> one, List<Profile> other) {
    List<Profile> sum = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      sum.add(one.get(i).merge(other.get(i)));
    }
    return sum;
  }

  private static Iterator<byte[]> parts(Iterator<Row> rows, List<double[]> edges, long length) {
    List<FrozenBins> bins = edges.stream().map(FrozenBins::new).toList();
    int width = bins.stream().mapToInt(FrozenBins::size).sum();
    Map<Long, long[]> cells = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      long[] counts = cells.computeIfAbsent(end(row.getLong(0), length), k -> new long[width]);
      ByteBuffer values =
          row.get(1) instanceof Float one
              ? ByteBuffer.allocate(Float.BYTES).putFloat(0, one)
              : ByteBuffer.wrap(row.getAs(1));
      if (values.remaining() != bins.size() * Float.BYTES) {
        throw new IllegalStateException(
            "a live row of "
                + values.remaining() / Float.BYTES
                + " values met "
                + bins.size()
                + " reference columns");
      }
      int at = 0;
      for (FrozenBins of : bins) {
        counts[at + of.bin(values.getFloat())]++;
        at += of.size();
      }
    }
    return cells.entrySet().stream()
        .map(
            cell -> {
              ByteBuffer out = ByteBuffer.allocate((width + 1) * Long.BYTES).putLong(cell.getKey());
              for (long n : cell.getValue()) {
                out.putLong(n);
              }
              return out.array();
            })
        .iterator();
  }
}
