package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.PairRows;
import org.tidemark.jobs.compare.Ranked;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.compare.Contestant;
import org.tidemark.models.compare.PairTest;
import org.tidemark.models.evaluate.Accuracy;
import org.tidemark.models.learn.FeatureMatrix;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.registry.PromotionDecision;
import org.tidemark.models.registry.PromotionTest;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.split.BacktestPaths;

/**
 * Compares challenger and serving champion on the same rows: those after the end of the champion's
 * training window, where the challenger's scores are out of fold. Neither has seen them. The lower
 * loss decides, and the tests that {@code promote.test} asks for; how sure the difference is stands
 * in {@code models.model_comparisons}.
 */
final class ChampionDuel {
  private static final int LEAST_ROWS = 1_000;

  private ChampionDuel() {}

  static PromotionDecision decide(
      TableStore store, NightlyArgs args, Row champion, String challenger) {
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
                      .where(col("learner").equalTo(challenger))
                      .where(paths.predicateSql(0, "fold", "event_time_nanos"))
                      .select("instrument", "event_time_nanos", "fold", "score", "class_scores"),
                  new String[] {"instrument", "event_time_nanos"})
              .orderBy("event_time_nanos", "instrument");
      UnseenRows rows = new UnseenRows(frame.target(), unseen.collectAsList());
      if (rows.count() < LEAST_ROWS) {
        return new PromotionDecision.Keep(
            List.of(
                "Only %d rows are new to the champion %s; %d are needed to compare."
                    .formatted(rows.count(), championVersion, LEAST_ROWS)));
      }
      float[] old = championScores(store, champion, frame.columns().features(), rows);
      List<PairTest> tests = record(store, args, challenger, championVersion, rows, old);
      return PromotionTest.judge(
          RegisterJob.tests(args.config()),
          decide(championVersion, rows, old, RunQuantile.level(args.config())),
          challenger,
          championVersion,
          tests);
    }
  }

  private static float[] championScores(
      TableStore store, Row champion, List<String> names, UnseenRows rows) {
    int first = rows.rows().get(0).fieldIndex(names.get(0));
    float[] features = FeatureMatrix.of(rows.rows(), first, names.size());
    String sha256 = champion.getAs("onnx_sha256");
    byte[] bytes = new ModelFiles(store).read(ModelFiles.artifact(sha256));
    LoadGuard.Expected expected =
        new LoadGuard.Expected(sha256, champion.getAs("feature_set_hash"));
    try (OnnxScorer scorer = OnnxScorer.open(bytes, expected)) {
      return scorer.score(features, rows.count());
    }
  }

  private static PromotionDecision decide(
      String champion, UnseenRows rows, float[] old, OptionalDouble level) {
    double mine = loss(rows.target(), rows.labels(), rows.scores(), level);
    double theirs = loss(rows.target(), rows.labels(), old, level);
    String figures =
        "%s %.5f against %.5f of the champion %s on %d rows that neither has seen"
            .formatted(
                rows.target() instanceof Target.Regression
                    ? level.isPresent() ? "pinball loss" : "RMSE"
                    : "log loss",
                mine,
                theirs,
                champion,
                rows.count());
    return mine < theirs
        ? new PromotionDecision.Promote(List.of("Better: " + figures + "."))
        : new PromotionDecision.Keep(List.of("Not better: " + figures + "."));
  }

  /** Writes the tests of the two in the place of those of an earlier try of the run. */
  private static List<PairTest> record(
      TableStore store,
      NightlyArgs args,
      String challenger,
      String champion,
      UnseenRows rows,
      float[] old) {
    Row ranking =
        store
            .read(Tables.MODEL_COMPARISONS)
            .where(args.mine())
            .where(col("rival").isNull().and(col("learner").equalTo(challenger)))
            .select("composite", "rank")
            .head();
    Ranked ranked =
        new Ranked(
            challenger,
            Optional.of(ModelVersions.of(args, challenger)),
            ranking.getDouble(0),
            ranking.getInt(1));
    List<Contestant> both =
        List.of(
            Contestant.of(challenger, rows.predicted(rows.scores()), args.tradingRule()),
            Contestant.of(champion, rows.predicted(old), args.tradingRule()));
    PairRows pairs = new PairRows(args, rows.target());
    List<PairTest> tests = pairs.tests(both);
    store.replace(
        Tables.MODEL_COMPARISONS,
        store.rows(
            Tables.MODEL_COMPARISONS,
            pairs.of(PairRows.Against.CHAMPION, tests, Map.of(challenger, ranked))),
        args.mine() + " AND against = '" + PairRows.Against.CHAMPION.id() + "'");
    return tests;
  }

  static double loss(Target target, float[] labels, float[] scores, OptionalDouble level) {
    if (target instanceof Target.Regression) {
      return level.isPresent()
          ? Accuracy.pinballLoss(labels, scores, level.getAsDouble())
          : Accuracy.rmse(labels, scores);
    } else if (target instanceof Target.MultiClass classes) {
      return Accuracy.logLoss(labels, scores, classes.classes());
    }
    return Accuracy.logLoss(labels, scores);
  }
}
