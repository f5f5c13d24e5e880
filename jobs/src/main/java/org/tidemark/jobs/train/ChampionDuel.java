package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Accuracy;
import org.tidemark.models.learn.FeatureMatrix;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.registry.PromotionDecision;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.split.BacktestPaths;

/**
 * Compares challenger and serving champion on the same rows: those after the end of the champion's
 * training window, where the challenger's scores are out of fold. Neither has seen them.
 */
final class ChampionDuel {
  private static final int LEAST_ROWS = 1_000;

  private ChampionDuel() {}

  static PromotionDecision decide(
      TableStore store, NightlyArgs args, Row champion, WindowLearner challenger) {
    String championVersion = champion.getAs("model_version");
    long trainedUntil =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(
                col("model")
                    .equalTo(args.config().text("model"))
                    .and(col("model_version").equalTo(championVersion)))
            .select("train_to_nanos")
            .head()
            .getLong(0);
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      if (!frame.columns().featureSetHash().equals(champion.getAs("feature_set_hash"))) {
        return new PromotionDecision.Promote(
            List.of("The champion " + championVersion + " reads another feature set."));
      }
      if (!champion.getAs("label_set").equals(Labeler.parse(args.config().text("label")).id())) {
        return new PromotionDecision.Promote(
            List.of(
                "The champion "
                    + championVersion
                    + " predicts "
                    + champion.getAs("label_set")
                    + ", no longer what is asked for."));
      }
      BacktestPaths paths = StoredFolds.read(store.read(Tables.FOLDS).where(args.mine())).paths();
      Dataset<Row> unseen =
          frame
              .rows()
              .where(col("event_time_nanos").geq(trainedUntil))
              .join(
                  store
                      .read(Tables.OOF_PREDICTIONS)
                      .where(args.mine())
                      .where(col("learner").equalTo(challenger.name()))
                      .where(paths.predicateSql(0, "fold", "event_time_nanos"))
                      .select("instrument", "event_time_nanos", "score", "class_scores"),
                  new String[] {"instrument", "event_time_nanos"})
              .orderBy("event_time_nanos", "instrument");
      List<Row> rows = unseen.collectAsList();
      if (rows.size() < LEAST_ROWS) {
        return new PromotionDecision.Keep(
            List.of(
                "Only %d rows are new to the champion %s; %d are needed to compare."
                    .formatted(rows.size(), championVersion, LEAST_ROWS)));
      }
      return compare(store, champion, frame, rows);
    }
  }

  private static PromotionDecision compare(
      TableStore store, Row champion, TrainingFrame frame, List<Row> rows) {
    String version = champion.getAs("model_version");
    List<String> names = frame.columns().features();
    int first = rows.get(0).fieldIndex(names.get(0));
    float[] features = FeatureMatrix.of(rows, first, names.size());
    float[] labels = new float[rows.size()];
    for (int r = 0; r < labels.length; r++) {
      labels[r] = rows.get(r).<Float>getAs("label");
    }
    float[] challenger = scores(rows, frame.target().width());
    String sha256 = champion.getAs("onnx_sha256");
    byte[] bytes = new ModelFiles(store).read(ModelFiles.artifact(sha256));
    LoadGuard.Expected expected =
        new LoadGuard.Expected(sha256, champion.getAs("feature_set_hash"));
    float[] old;
    try (OnnxScorer scorer = OnnxScorer.open(bytes, expected)) {
      old = scorer.score(features, labels.length);
    }
    double mine = loss(frame.target(), labels, challenger);
    double theirs = loss(frame.target(), labels, old);
    String figures =
        "%s %.5f against %.5f of the champion %s on %d rows that neither has seen"
            .formatted(
                frame.target() instanceof Target.Regression ? "RMSE" : "log loss",
                mine,
                theirs,
                version,
                labels.length);
    return mine < theirs
        ? new PromotionDecision.Promote(List.of("Better: " + figures + "."))
        : new PromotionDecision.Keep(List.of("Not better: " + figures + "."));
  }

  /** Stored scores as a scorer gives them: one per row, or one per row and class. */
  static float[] scores(List<Row> rows, int width) {
    float[] scores = new float[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      for (int k = 0; k < width; k++) {
        scores[r * width + k] =
            width == 1
                ? row.<Float>getAs("score")
                : row.<Float>getList(row.fieldIndex("class_scores")).get(k);
      }
    }
    return scores;
  }

  static double loss(Target target, float[] labels, float[] scores) {
    if (target instanceof Target.Regression) {
      return Accuracy.rmse(labels, scores);
    } else if (target instanceof Target.MultiClass classes) {
      return Accuracy.logLoss(labels, scores, classes.classes());
    }
    return Accuracy.logLoss(labels, scores);
  }
}
