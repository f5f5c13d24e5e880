package org.tidemark.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.label.Label;
import org.tidemark.features.label.Labeler;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.MarketEvent;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.testkit.TestSpark;

/**
 * The labelled rows of one instrument's events, in order of time, as the product makes them: bars
 * and features by the fold engine, labels by looking ahead from each bar's close.
 */
record MarketRows(FeatureSet set, List<float[]> values, List<Label> labels) {
  /** Fits the model of one fold. */
  interface FoldFit {
    Model fit(Split split, int[] train);
  }

  static final Target TARGET = new Target.Binary();
  static final String TIME = "event_time_nanos";
  static final String SPAN_END = "span_end_nanos";

  private static final String INSTRUMENT = "SIM1";

  /** Rows of feature set {@code bars40} on bars of one minute. */
  static MarketRows of(Iterator<MarketEvent> events, Labeler labeler) {
    return of(events, labeler, Duration.ofSeconds(60));
  }

  /** The same on longer bars. */
  static MarketRows of(Iterator<MarketEvent> events, Labeler labeler, Duration bar) {
    FeatureSet set = FeatureSets.bars40(bar);
    Replay replay = set.start();
    List<FeatureRow> closed = new ArrayList<>();
    while (events.hasNext()) {
      replay.on(
          events.next(),
          closed::add,
          late -> {
            throw new AssertionError("the simulator keeps order, but this came late: " + late);
          });
    }
    Map<Long, float[]> byOffset = new HashMap<>();
    closed.forEach(row -> byOffset.put(row.bar().offset(), row.values()));
    List<Label> labels = labeler.label(closed.stream().map(FeatureRow::bar).toList());
    return new MarketRows(
        set, labels.stream().map(label -> byOffset.get(label.offset())).toList(), labels);
  }

  int size() {
    return labels.size();
  }

  RowTimes times() {
    return SortedRowTimes.of(
        labels.stream().mapToLong(Label::eventTimeNanos).toArray(),
        labels.stream().mapToLong(Label::spanEndNanos).toArray());
  }

  /** The rows that a fold learns from. */
  int[] trained(Split split) {
    List<Integer> picked = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (split.trains(labels.get(i).eventTimeNanos(), labels.get(i).spanEndNanos())) {
        picked.add(i);
      }
    }
    return picked.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] tested(Split split) {
    List<Integer> picked = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (split.tests(labels.get(i).eventTimeNanos())) {
        picked.add(i);
      }
    }
    return picked.stream().mapToInt(Integer::intValue).toArray();
  }

  private float[] features(int[] picked) {
    float[] out = new float[picked.length * set.width()];
    for (int i = 0; i < picked.length; i++) {
      System.arraycopy(values.get(picked[i]), 0, out, i * set.width(), set.width());
    }
    return out;
  }

  TrainingSet training(int[] picked) {
    float[] targets = new float[picked.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = labels.get(picked[i]).value();
    }
    float[] weights = new float[targets.length];
    Arrays.fill(weights, 1);
    return new TrainingSet(
        set.outputNames(),
        set.hash(),
        TARGET,
        targets.length,
        features(picked),
        targets,
        weights,
        Optional.of(
            new Decisions(
                Arrays.stream(picked).mapToLong(i -> labels.get(i).eventTimeNanos()).toArray(),
                Arrays.stream(picked).mapToLong(i -> labels.get(i).spanEndNanos()).toArray(),
                new int[picked.length],
                Arrays.stream(picked).mapToDouble(i -> labels.get(i).forwardReturn()).toArray())));
  }

  /** The columns of {@link #frame} that a learner reads. */
  TrainingColumns columns() {
    return new TrainingColumns(set.outputNames(), set.hash(), "label", Optional.empty());
  }

  /** The rows as a Spark frame, as validation reads them. */
  Dataset<Row> frame() {
    StructType type =
        new StructType()
            .add("instrument", DataTypes.StringType)
            .add(TIME, DataTypes.LongType)
            .add(SPAN_END, DataTypes.LongType)
            .add("label", DataTypes.FloatType)
            .add("forward_return", DataTypes.DoubleType);
    int keys = type.size();
    for (String name : set.outputNames()) {
      type = type.add(name, DataTypes.FloatType);
    }
    List<Row> rows = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      Object[] cells = new Object[keys + set.width()];
      cells[0] = INSTRUMENT;
      cells[1] = labels.get(i).eventTimeNanos();
      cells[2] = labels.get(i).spanEndNanos();
      cells[3] = labels.get(i).value();
      cells[4] = (double) labels.get(i).forwardReturn();
      for (int j = 0; j < set.width(); j++) {
        cells[keys + j] = values.get(i)[j];
      }
      rows.add(RowFactory.create(cells));
    }
    return TestSpark.session().createDataFrame(rows, type);
  }

  /** The same times and spans; rows that are not kept have each other's values and labels. */
  MarketRows shuffled(boolean[] kept, long seed) {
    int[] loose = IntStream.range(0, size()).filter(i -> !kept[i]).toArray();
    int[] from = loose.clone();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = from.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = from[i];
      from[i] = from[other];
      from[other] = held;
    }
    List<float[]> otherValues = new ArrayList<>(values);
    List<Label> otherLabels = new ArrayList<>(labels);
    for (int i = 0; i < loose.length; i++) {
      otherValues.set(loose[i], values.get(from[i]));
      otherLabels.set(loose[i], as(labels.get(loose[i]), labels.get(from[i]).value()));
    }
    return new MarketRows(set, otherValues, otherLabels);
  }

  /** The same times and spans; rows that are not kept have wild values, or none, and any label. */
  MarketRows replaced(boolean[] kept, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> otherValues = new ArrayList<>(values);
    List<Label> otherLabels = new ArrayList<>(labels);
    for (int i = 0; i < size(); i++) {
      if (!kept[i]) {
        float[] wild = new float[set.width()];
        for (int j = 0; j < wild.length; j++) {
          wild[j] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextDouble(-1e6, 1e6);
        }
        otherValues.set(i, wild);
        otherLabels.set(i, as(labels.get(i), random.nextInt(2)));
      }
    }
    return new MarketRows(set, otherValues, otherLabels);
  }

  private static Label as(Label label, float value) {
    return new Label(
        label.offset(), label.eventTimeNanos(), label.spanEndNanos(), value, label.forwardReturn());
  }

  /** The test rows of all folds of a walk-forward split, each scored by its fold's own model. */
  Predictions outOfSample(Splitter splitter, FoldFit fit) {
    List<Label> tested = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    List<Integer> folds = new ArrayList<>();
    for (Split split : splitter.split(times())) {
      Model model = fit.fit(split, trained(split));
      int[] test = tested(split);
      for (float score : model.score(features(test), test.length)) {
        scores.add(score);
      }
      for (int i : test) {
        tested.add(labels.get(i));
        folds.add(split.fold());
      }
    }
    return new Predictions(
        TARGET,
        tested.stream().mapToLong(Label::eventTimeNanos).toArray(),
        tested.stream().mapToLong(Label::spanEndNanos).toArray(),
        new int[tested.size()],
        folds.stream().mapToInt(Integer::intValue).toArray(),
        tested.stream().mapToDouble(Label::value).toArray(),
        scores.stream().mapToDouble(Float::doubleValue).toArray(),
        tested.stream().mapToDouble(Label::forwardReturn).toArray());
  }
}
