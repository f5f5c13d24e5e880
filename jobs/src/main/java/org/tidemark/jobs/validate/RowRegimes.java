package org.tidemark.jobs.validate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.models.evaluate.Predictions;

/** In which regime each row of some samples was decided, told from a run's stored predictions. */
final class RowRegimes {
  private final Map<FrameSample.Key, String> regimes;

  private RowRegimes(Map<FrameSample.Key, String> regimes) {
    this.regimes = regimes;
  }

  /**
   * Looks them up.
   *
   * @param stored every row that was tested
   */
  static RowRegimes of(StoredPredictions stored, Regimes regimes, List<FrameSample> samples) {
    Set<FrameSample.Key> wanted = new HashSet<>();
    samples.forEach(sample -> wanted.addAll(sample.keys()));
    Predictions tested = stored.path(0);
    List<String> names = regimes.of(tested, stored.instruments());
    Map<FrameSample.Key, String> found = new HashMap<>();
    for (int i = 0; i < tested.rows(); i++) {
      FrameSample.Key key =
          new FrameSample.Key(
              stored.instruments().get(tested.instrument()[i]), tested.eventTimeNanos()[i]);
      if (wanted.contains(key)) {
        found.put(key, names.get(i));
      }
    }
    return new RowRegimes(found);
  }

  /** Numbers of the rows of a sample by regime, and all of them under {@link Parts#ALL}. */
  Map<String, int[]> rows(FrameSample sample) {
    Map<String, IntStream.Builder> rows = new TreeMap<>();
    for (int i = 0; i < sample.rows(); i++) {
      FrameSample.Key key = sample.keys().get(i);
      String regime = regimes.get(key);
      if (regime == null) {
        throw new IllegalStateException(
            "no prediction of "
                + key.instrument()
                + " at "
                + key.eventTimeNanos()
                + " ns is stored; features or labels changed since: run validate again");
      }
      rows.computeIfAbsent(regime, k -> IntStream.builder()).add(i);
    }
    Map<String, int[]> numbers = new TreeMap<>();
    rows.forEach((regime, each) -> numbers.put(regime, each.build().toArray()));
    numbers.put(Parts.ALL, IntStream.range(0, sample.rows()).toArray());
    return numbers;
  }
}
