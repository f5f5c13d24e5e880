package org.tidemark.models.drift;

import java.util.Arrays;

/**
 * How many values of one column fell in each frozen bin: exact counts, so profiles of parts add up
 * to the profile of the whole in any order and grouping.
 */
public final class Profile {
  private final FrozenBins bins;
  private final long[] counts;

  private Profile(FrozenBins bins, long[] counts) {
    this.bins = bins;
    this.counts = counts;
  }

  /** A profile of nothing. */
  public static Profile empty(FrozenBins bins) {
    return new Profile(bins, new long[bins.size()]);
  }

  /** A profile of these values. */
  public static Profile of(FrozenBins bins, double[] values) {
    Profile profile = empty(bins);
    for (double value : values) {
      profile.counts[bins.bin(value)]++;
    }
    return profile;
  }

  /**
   * A profile with known counts, for example read back from a table.
   *
   * @param counts one per bin, the NaN bin last, none negative
   */
  public static Profile ofCounts(FrozenBins bins, long[] counts) {
    if (counts.length != bins.size()) {
      throw new IllegalArgumentException(
          counts.length + " counts came for " + bins.size() + " bins (the NaN bin is the last)");
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("count " + count + " must be 0 or more");
      }
    }
    return new Profile(bins, counts.clone());
  }

  /** The profile of both samples together. */
  public Profile merge(Profile other) {
    if (!bins.equals(other.bins)) {
      throw new IllegalArgumentException(
          "profiles over different bins cannot be merged: " + bins + " and " + other.bins);
    }
    long[] sum = new long[counts.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.addExact(counts[i], other.counts[i]);
    }
    return new Profile(bins, sum);
  }

  /** The bins that were counted. */
  public FrozenBins bins() {
    return bins;
  }

  /** Counts per bin, the NaN bin last. */
  public long[] counts() {
    return counts.clone();
  }

  /** Number of values, NaN included. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Profile that
        && bins.equals(that.bins)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * bins.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Profile" + Arrays.toString(counts);
  }
}
