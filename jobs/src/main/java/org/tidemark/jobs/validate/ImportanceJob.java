package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Which features each fold's model leans on: gain as the learner counts it, and what {@link
 * Permuted} loses on the fold's own test rows.
 */
public final class ImportanceJob implements Job<NightlyArgs, ImportanceJob.Summary> {
  private static final int ROWS_PER_FOLD = 4_000;

  /** Rows written, and the feature that costs most when permuted. */
  public record Summary(long rows, String top) {}

  @Override
  public String name() {
    return "importance";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    ModelFiles files = new ModelFiles(store);
    List<Row> rows = new ArrayList<>();
    Averages averages = new Averages();
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      List<Split> splits = Splitter.parse(args.config().text("split")).split(frame.times());
      List<FoldCounts> counts = FoldCounts.of(frame.rows(), splits);
      List<WindowLearner> learners = LearnerChoice.of(args.config());
      int done = 0;
      for (Split split : splits) {
        Dataset<Row> test = frame.rows().where(split.testPredicateSql("event_time_nanos"));
        FrameSample sample =
            FrameSample.of(
                test, counts.get(split.fold()).tested(), frame.columns().features(), ROWS_PER_FOLD);
        for (WindowLearner learner : learners) {
          FormedModel model =
              learner.load(
                  files.read(ModelFiles.fold(args.runId(), learner.name(), split.fold())),
                  frame.columns(),
                  frame.target());
          List<Importance> found =
              new ArrayList<>(Importance.ofGain(frame.columns().features(), model.gain()));
          found.addAll(Permuted.of(model, sample, args.config().whole("seed")));
          for (Importance one : found) {
            rows.add(row(args, learner.name(), split.fold(), one));
            averages.add(learner.name(), one);
          }
          args.progress().step(++done, splits.size() * learners.size(), "folds");
        }
      }
    }
    averages.forEach((learner, one) -> rows.add(row(args, learner, -1, one)));
    store.replace(
        Tables.FEATURE_IMPORTANCE, store.rows(Tables.FEATURE_IMPORTANCE, rows), args.mine());
    return new Summary(rows.size(), averages.top());
  }

  private static Row row(NightlyArgs args, String learner, int fold, Importance one) {
    return RowFactory.create(
        args.runId(), learner, one.method(), one.feature(), fold, one.score(), one.rank(), null);
  }
}
