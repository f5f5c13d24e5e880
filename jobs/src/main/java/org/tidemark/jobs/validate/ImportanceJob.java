package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.explain.FeatureGroups;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Which features each fold's model leans on, by {@link Explained}: gain, SHAP values per regime,
 * what {@link Permuted} loses by column and by group of correlated columns, and the columns' own
 * correlation with the label; all but gain on rows of the fold's own test. A model that uses no
 * feature falls back on the variance of the columns, and the summary says so.
 */
public final class ImportanceJob implements Job<NightlyArgs, ImportanceJob.Summary> {
  private static final int ROWS_PER_FOLD = 4_000;

  /** Columns whose rank correlation reaches this can stand in for each other. */
  private static final double CORRELATED = 0.8;

  /**
   * What came out.
   *
   * @param top the feature that costs most when permuted
   * @param groups of correlated columns, single columns among them
   * @param fallbacks models that use no feature, and the method that stands in
   */
  public record Summary(long rows, String top, int groups, List<String> fallbacks) {}

  private record Sampled(Split split, FrameSample sample) {}

  @Override
  public String name() {
    return "importance";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    ModelFiles files = new ModelFiles(store);
    List<Row> rows = new ArrayList<>();
    List<String> fallbacks = new ArrayList<>();
    Averages averages = new Averages();
    FeatureGroups groups;
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      List<WindowLearner> learners = LearnerChoice.of(args.config());
      List<Split> splits = Splitter.parse(args.config().text("split")).split(frame.times());
      List<FoldCounts> counts = FoldCounts.of(frame.rows(), splits);
      List<Sampled> folds = sampled(frame, splits, counts);
      groups = groups(frame.columns().features(), folds);
      RowRegimes regimes =
          RowRegimes.of(
              StoredPredictions.of(
                  store,
                  args,
                  learners.get(0).name(),
                  frame.target(),
                  new StoredFolds(splits, counts).paths()),
              Regimes.of(frame),
              folds.stream().map(Sampled::sample).toList());
      int done = 0;
      for (Sampled fold : folds) {
        int number = fold.split().fold();
        for (WindowLearner learner : learners) {
          FormedModel model =
              learner.load(
                  files.read(ModelFiles.fold(args.runId(), learner.name(), number)),
                  frame.columns(),
                  frame.target());
          Explained explained =
              Explained.of(
                  model,
                  fold.sample(),
                  regimes.rows(fold.sample()),
                  groups,
                  args.config().whole("seed"));
          for (Explained.InRegime one : explained.found()) {
            rows.add(row(args, learner.name(), one.regime(), number, one.importance()));
            averages.add(learner.name(), one.regime(), one.importance());
          }
          explained
              .fallback()
              .ifPresent(
                  method -> fallbacks.add(learner.name() + " fold " + number + ": " + method));
          args.progress().step(++done, folds.size() * learners.size(), "folds");
        }
      }
    }
    averages.forEach((key, one) -> rows.add(row(args, key.learner(), key.regime(), -1, one)));
    store.replace(
        Tables.FEATURE_IMPORTANCE, store.rows(Tables.FEATURE_IMPORTANCE, rows), args.mine());
    return new Summary(rows.size(), averages.top(), groups.names().size(), fallbacks);
  }

  private static List<Sampled> sampled(
      TrainingFrame frame, List<Split> splits, List<FoldCounts> counts) {
    List<Sampled> folds = new ArrayList<>();
    for (Split split : splits) {
      Dataset<Row> test = frame.rows().where(split.testPredicateSql("event_time_nanos"));
      folds.add(
          new Sampled(
              split,
              FrameSample.of(
                  test,
                  counts.get(split.fold()).tested(),
                  frame.columns().features(),
                  ROWS_PER_FOLD)));
    }
    return folds;
  }

  /** The same for all folds, so that their scores can be averaged. */
  private static FeatureGroups groups(List<String> features, List<Sampled> folds) {
    int values = folds.stream().mapToInt(f -> f.sample().features().length).sum();
    float[] all = new float[values];
    int at = 0;
    for (Sampled fold : folds) {
      float[] some = fold.sample().features();
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return FeatureGroups.correlated(features, all, CORRELATED);
  }

  private static Row row(
      NightlyArgs args, String learner, String regime, int fold, Importance one) {
    return RowFactory.create(
        args.runId(),
        learner,
        one.method(),
        one.feature(),
        fold,
        one.score(),
        one.rank(),
        null,
        regime);
  }
}
