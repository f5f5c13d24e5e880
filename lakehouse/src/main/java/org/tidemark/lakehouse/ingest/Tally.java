package org.tidemark.lakehouse.ingest;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The account of a file: {@code read = accepted + rejected}; headers, blank lines and lines of a
 * kind that the format does not read are not rows.
 *
 * @param others lines that are known to be of another kind, such as orders in a file read for its
 *     executions
 * @param rejectedBy count per reason, only reasons that occurred
 */
public record Tally(
    long read,
    long accepted,
    long rejected,
    long headers,
    long blanks,
    long others,
    Map<Reason, Long> rejectedBy)
    implements java.io.Serializable {
  public Tally {
    EnumMap<Reason, Long> copy = new EnumMap<>(Reason.class);
    copy.putAll(rejectedBy);
    rejectedBy = Collections.unmodifiableMap(copy);
    if (read != accepted + rejected
        || rejected != rejectedBy.values().stream().mapToLong(Long::longValue).sum()) {
      throw new IllegalArgumentException(
          "read " + read + " must equal accepted " + accepted + " + rejected " + rejected);
    }
  }

  /** An empty account. */
  public static Tally zero() {
    return new Tally(0, 0, 0, 0, 0, 0, Map.of());
  }

  /** The account of both together. */
  public Tally plus(Tally other) {
    EnumMap<Reason, Long> sum = new EnumMap<>(Reason.class);
    sum.putAll(rejectedBy);
    other.rejectedBy.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Tally(
        read + other.read,
        accepted + other.accepted,
        rejected + other.rejected,
        headers + other.headers,
        blanks + other.blanks,
        others + other.others,
        sum);
  }
}
