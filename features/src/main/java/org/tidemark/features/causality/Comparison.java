package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Sets the rows of another world beside those of the recorded one. */
final class Comparison {
  /** A row by its stamp; {@code repeat} counts rows with the same one. */
  private record Key(long timeNanos, String instrument, int repeat) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::timeNanos)
            .thenComparing(Key::instrument)
            .thenComparingInt(Key::repeat);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** The first row on which two worlds differ, and how. */
  record Difference(
      String instrument, long timeNanos, OptionalDouble with, OptionalDouble without) {}

  private final List<Answer> recorded;
  private final double tolerance;
  private final double[] scale;

  Comparison(List<Answer> recorded, int width, double tolerance) {
    this.recorded = recorded;
    this.tolerance = tolerance;
    this.scale = new double[width];
    for (int j = 0; j < width; j++) {
      int output = j;
      scale[j] =
          recorded.stream()
              .mapToDouble(a -> Math.abs(a.values()[output]))
              .filter(Double::isFinite)
              .average()
              .orElse(0);
    }
  }

  /** How many recorded rows are due by the instant. */
  long due(long nanos) {
    return recorded.stream().filter(a -> a.dueNanos() <= nanos).count();
  }

  /** The earliest difference of each output among rows due by the instant; empty where none is. */
  List<List<Difference>> differences(List<Answer> other, long dueNanos) {
    Map<Key, Answer> with = rows(recorded, dueNanos);
    Map<Key, Answer> without = rows(other, dueNanos);
    TreeSet<Key> keys = new TreeSet<>(with.keySet());
    keys.addAll(without.keySet());
    List<List<Difference>> found = new ArrayList<>();
    for (int j = 0; j < scale.length; j++) {
      found.add(new ArrayList<>(1));
    }
    int open = scale.length;
    for (Key key : keys) {
      Answer a = with.get(key);
      Answer b = without.get(key);
      for (int j = 0; j < scale.length; j++) {
        if (found.get(j).isEmpty() && !same(a, b, j)) {
          found.get(j).add(new Difference(key.instrument(), key.timeNanos(), at(a, j), at(b, j)));
          open--;
        }
      }
      if (open == 0) {
        break;
      }
    }
    return found;
  }

  private static OptionalDouble at(Answer row, int output) {
    return row == null ? OptionalDouble.empty() : OptionalDouble.of(row.values()[output]);
  }

  private static Map<Key, Answer> rows(List<Answer> answers, long dueNanos) {
    Map<Key, Answer> rows = new HashMap<>();
    for (Answer answer : answers) {
      if (answer.dueNanos() <= dueNanos) {
        int repeat = 0;
        while (rows.putIfAbsent(new Key(answer.timeNanos(), answer.instrument(), repeat), answer)
            != null) {
          repeat++;
        }
      }
    }
    return rows;
  }

  /**
   * A row that is there in one world only differs, and so does one that claims another due time.
   */
  private boolean same(Answer a, Answer b, int output) {
    return a != null
        && b != null
        && a.dueNanos() == b.dueNanos()
        && same(a.values()[output], b.values()[output], output);
  }

  private boolean same(double a, double b, int output) {
    if (Double.doubleToLongBits(a) == Double.doubleToLongBits(b)) {
      return true;
    }
    double allowed = tolerance * (Math.max(Math.abs(a), Math.abs(b)) + scale[output]);
    return tolerance > 0 && Math.abs(a - b) <= allowed;
  }
}
