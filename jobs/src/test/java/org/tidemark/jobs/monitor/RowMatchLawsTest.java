package org.tidemark.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.testkit.Seeds;

/** Matching row by row as they come finds what two whole tables side by side show. */
class RowMatchLawsTest {
  private static final InstrumentId NAME = new InstrumentId("X");
  private static final int WIDTH = 3;

  /** Where a bar stands among the bars of its instrument. */
  private record Key(long time, long offset) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(offset, other.offset);
    }
  }

  private static FeatureRow row(Key key, int[] bits) {
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    return new FeatureRow(new Bar(NAME, key.offset, key.time, key.time - 1, 1, 1, 1, 1, 0), values);
  }

  private static RowMatch.LiveRow live(Key key, int[] bits) {
    ByteBuffer bytes = ByteBuffer.allocate(bits.length * Float.BYTES);
    bytes.asIntBuffer().put(bits);
    return new RowMatch.LiveRow(key.offset, key.time, bytes.array());
  }

  /** Bits of a few values, among them NaNs that differ in their bits alone. */
  private static int[] bits(SplittableRandom random) {
    int[] some = {0, 0x80000000, 0x3f800000, 0x3f800001, 0x7fc00000, 0x7fc00001, 0x7f800000};
    return new int[] {some[random.nextInt(7)], some[random.nextInt(7)], some[random.nextInt(7)]};
  }

  /** The slow and obvious way: both sides as tables, output by output. */
  private static List<RowMatch.Fault> sideBySide(
      TreeMap<Key, int[]> live, TreeMap<Key, int[]> batch) {
    List<RowMatch.Fault> faults = new ArrayList<>();
    for (int output = 0; output < WIDTH; output++) {
      List<RowMatch.Fault> found = new ArrayList<>();
      for (Key key : live.keySet()) {
        if (batch.containsKey(key) && live.get(key)[output] != batch.get(key)[output]) {
          int there = live.get(key)[output];
          int here = batch.get(key)[output];
          found.add(
              new RowMatch.Fault(
                  output, 1, Integer.bitCount(there ^ here), key.offset, key.time, there, here));
        }
      }
      found.stream().reduce(RowMatch.Fault::and).ifPresent(faults::add);
    }
    only(RowMatch.MISSING, batch, live, faults);
    only(RowMatch.EXTRA, live, batch, faults);
    return faults;
  }

  private static void only(
      int output,
      TreeMap<Key, int[]> here,
      TreeMap<Key, int[]> there,
      List<RowMatch.Fault> faults) {
    here.keySet().stream()
        .filter(key -> !there.containsKey(key))
        .map(key -> new RowMatch.Fault(output, 1, 0, key.offset, key.time, 0, 0))
        .reduce(RowMatch.Fault::and)
        .ifPresent(faults::add);
  }

  @Test
  void rowByRowFindsWhatTwoTablesSideBySideShow() {
    int[] seen = new int[1];
    Seeds.forEach(
        300,
        (seed, random) -> {
          TreeMap<Key, int[]> live = new TreeMap<>();
          TreeMap<Key, int[]> batch = new TreeMap<>();
          for (int i = 0; i < random.nextInt(12); i++) {
            Key key = new Key(random.nextInt(6), random.nextInt(6));
            int[] bits = bits(random);
            if (random.nextInt(6) > 0) {
              live.put(key, bits);
            }
            if (random.nextInt(6) > 0) {
              batch.put(key, random.nextInt(3) > 0 ? bits : bits(random));
            }
          }
          RowMatch match = new RowMatch(WIDTH);
          var lived = new ArrayList<>(live.entrySet());
          var replayed = new ArrayList<>(batch.entrySet());
          while (!lived.isEmpty() || !replayed.isEmpty()) {
            if (replayed.isEmpty() || !lived.isEmpty() && random.nextBoolean()) {
              var next = lived.remove(0);
              match.lived(live(next.getKey(), next.getValue()));
            } else {
              var next = replayed.remove(0);
              match.replayed(row(next.getKey(), next.getValue()));
            }
          }
          match.end();
          assertThat(match.faults()).isEqualTo(sideBySide(live, batch));
          assertThat(match.compared())
              .isEqualTo(live.keySet().stream().filter(batch::containsKey).count());
          seen[0] += match.faults().size();
        });
    assertThat(seen[0]).isGreaterThan(300);
  }

  @Test
  void aRowOfAnotherWidthIsNoneOfTheBars() {
    RowMatch match = new RowMatch(WIDTH);
    match.replayed(row(new Key(1, 1), new int[3]));
    match.lived(live(new Key(1, 1), new int[2]));
    match.end();
    assertThat(match.compared()).isZero();
    assertThat(match.faults())
        .extracting(RowMatch.Fault::output)
        .containsExactly(RowMatch.MISSING, RowMatch.EXTRA);
  }
}
