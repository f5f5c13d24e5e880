package org.tidemark.jobs.causality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.features.causality.Answer;
import org.tidemark.features.causality.Fold;
import org.tidemark.features.causality.LabelledRow;
import org.tidemark.features.causality.Sample;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Labelled rows in order of time, as splitters and learners see them.
 *
 * @param rows times and label spans
 * @param labels one per row
 */
record LabelledSample(List<LabelledRow> rows, double[] labels) {
  static LabelledSample of(List<Answer> labels) {
    List<Answer> sorted = new ArrayList<>(labels);
    sorted.sort(Comparator.comparingLong(Answer::timeNanos).thenComparing(Answer::instrument));
    return new LabelledSample(
        sorted.stream()
            .map(a -> new LabelledRow(a.instrument(), a.timeNanos(), a.dueNanos()))
            .toList(),
        sorted.stream().mapToDouble(a -> a.values()[0]).toArray());
  }

  /** The folds that a splitter makes of them. */
  List<Split> split(Splitter splitter) {
    return splitter.split(
        SortedRowTimes.of(
            rows.stream().mapToLong(LabelledRow::timeNanos).toArray(),
            rows.stream().mapToLong(LabelledRow::spanEndNanos).toArray()));
  }

  /** Which rows a fold takes. */
  Fold fold(Split split) {
    BitSet train = new BitSet();
    BitSet test = new BitSet();
    for (int i = 0; i < rows.size(); i++) {
      LabelledRow row = rows.get(i);
      train.set(i, split.trains(row.timeNanos(), row.spanEndNanos()));
      test.set(i, split.tests(row.timeNanos()));
    }
    return new Fold(split.fold(), train, test);
  }

  /** The rows that have features too, with them. */
  LabelledSample having(List<Answer> features) {
    Map<Object, Answer> known = index(features);
    List<LabelledRow> kept = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (known.containsKey(key(rows.get(i)))) {
        kept.add(rows.get(i));
        targets.add(labels[i]);
      }
    }
    return new LabelledSample(kept, targets.stream().mapToDouble(d -> d).toArray());
  }

  /** Feature values beside the labels. */
  Sample sample(List<Answer> features, int width, int classes) {
    Map<Object, Answer> known = index(features);
    double[] values = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(known.get(key(rows.get(i))).values(), 0, values, i * width, width);
    }
    return new Sample(rows, width, values, labels, classes);
  }

  private static Map<Object, Answer> index(List<Answer> features) {
    Map<Object, Answer> known = new HashMap<>();
    features.forEach(a -> known.put(List.of(a.instrument(), a.timeNanos()), a));
    return known;
  }

  private static Object key(LabelledRow row) {
    return List.of(row.instrument(), row.timeNanos());
  }
}
