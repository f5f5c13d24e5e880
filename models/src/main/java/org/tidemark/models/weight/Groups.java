package org.tidemark.models.weight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows that are looked at together. */
final class Groups {
  private Groups() {}

  /** Positions of the rows of each instrument, or of all in one. */
  static List<int[]> of(LabelledRows rows, Scope scope) {
    int[] all = IntStream.range(0, rows.rows()).toArray();
    if (scope == Scope.ACROSS) {
      return List.of(all);
    }
    long[] keys = new long[all.length]; // instrument and row: sorting longs brings rows together
    Arrays.setAll(keys, i -> ((long) rows.instruments()[i] << 32) | i);
    Arrays.sort(keys);
    List<int[]> groups = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= keys.length; at++) {
      if (at == keys.length || keys[at] >>> 32 != keys[from] >>> 32) {
        groups.add(Arrays.stream(keys, from, at).mapToInt(key -> (int) key).toArray());
        from = at;
      }
    }
    return groups;
  }
}
