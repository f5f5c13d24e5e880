package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.explain.PermutationImportance;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Which features each fold's model leans on: gain as the learner counts it, and loss of AUC on the
 * fold's own test rows when a column is permuted in blocks of time.
 */
public final class ImportanceJob implements Job<NightlyArgs, ImportanceJob.Summary> {
  private static final int ROWS_PER_FOLD = 4_000;
  private static final int BLOCKS = 20;

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
      List<Split> splits = Splitter.parse(args.config().text("split")).split(frame.timeline());
      List<FoldCounts> counts = FoldCounts.of(frame, splits);
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
          found.addAll(permuted(model, sample, args.config().whole("seed")));
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

  private static List<Importance> permuted(FormedModel model, FrameSample sample, long seed) {
    int width = model.target().width();
    float[] labels = sample.labels().clone();
    if (model.target() instanceof Target.MultiClass) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] == width - 1 ? 1 : 0;
      }
    }
    int block = Math.max(1, sample.rows() / BLOCKS);
    return new PermutationImportance(PermutationImportance.Loss.AUC_DROP, block, 1, seed)
        .of(
            model.featureNames(),
            sample.features(),
            labels,
            (rows, n) -> last(model.score(rows, n), n, width));
  }

  private static float[] last(float[] scores, int rows, int width) {
    if (width == 1) {
      return scores;
    }
    float[] one = new float[rows];
    for (int i = 0; i < rows; i++) {
      one[i] = scores[(i + 1) * width - 1];
    }
    return one;
  }

  private static Row row(NightlyArgs args, String learner, int fold, Importance one) {
    return RowFactory.create(
        args.runId(), learner, one.method(), one.feature(), fold, one.score(), one.rank(), null);
  }
}
