package org.tidemark.jobs.explain;

import static org.apache.spark.sql.functions.col;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.explain.Shap;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.uncertain.ClassSet;
import org.tidemark.models.uncertain.Interval;
import org.tidemark.models.uncertain.IntervalRule;
import org.tidemark.models.uncertain.Region;
import org.tidemark.streaming.score.LastResort;

/**
 * A stored live score computed again from the features that were stored with it and the file of its
 * model, and what each feature did to it. The file is the one whose hash is in the row: a night
 * that is done again may have registered another under the same version since. Rows of earlier
 * programs have no hash; of them it is the file that is registered today.
 *
 * @param stored the row of {@code live.scores} or {@code live.provisional_scores}
 * @param sha256 content hash of the model's file; words where a rule of last resort served
 * @param query whose features were taken: one that gives the stored bits, if any does
 * @param again the numbers that come out now: one, or a probability per class
 * @param where the label was said to lie, in words; empty where the file has no rule for it
 * @param contributions Shapley values of the margin, of the last class where there are three or
 *     more; largest first by size; empty for models whose native form is not in the lake, or is now
 *     that of another file
 * @param expected margin before anything is known of a row; NaN without contributions
 * @param signals of strategies that the query stored with the bar, computed again
 */
public record ScoreExplanation(
    Row stored,
    String sha256,
    String query,
    List<Float> again,
    Optional<String> where,
    List<Contribution> contributions,
    double expected,
    List<SignalReplay> signals) {
  /**
   * A feature and what it did.
   *
   * @param value of the feature, NaN for missing
   * @param shap by how much it moved the margin from the expected one
   */
  public record Contribution(String feature, float value, double shap) {}

  public ScoreExplanation {
    again = List.copyOf(again);
    contributions = List.copyOf(contributions);
    signals = List.copyOf(signals);
  }

  /** Whether the very bits of the score come out again. */
  public boolean sameBits() {
    return again.equals(scores()); // Float.equals compares bits
  }

  /** Whether the very bits of every signal come out again. */
  public boolean sameSignals() {
    return signals.stream().allMatch(SignalReplay::sameBits);
  }

  /** The stored numbers: one, or a probability per class. */
  public List<Float> scores() {
    return scores(stored);
  }

  private static List<Float> scores(Row row) {
    int classes = row.fieldIndex("class_scores");
    return row.isNullAt(classes) ? List.of(row.<Float>getAs("score")) : row.getList(classes);
  }

  /**
   * Explains a score.
   *
   * @throws IllegalArgumentException if there is no such score, its file is gone, or its row names
   *     none and its model is not registered
   */
  public static ScoreExplanation of(TableStore store, WantedScore wanted) {
    StoredScore stored = StoredScore.of(store, wanted);
    Row row = stored.row();
    Optional<LastResort> rule = LastResort.ofVersion(row.getAs("model_version"));
    if (rule.isPresent()) {
      return byRule(store, stored, rule.get());
    }
    String sha256 =
        Optional.ofNullable(row.<String>getAs("onnx_sha256"))
            .orElseGet(() -> registered(store, row));
    byte[] file = file(store, sha256);
    LoadGuard.Expected expected = new LoadGuard.Expected(sha256, row.getAs("feature_set_hash"));
    try (OnnxScorer scorer = OnnxScorer.open(file, expected)) {
      OnnxArtifact artifact = scorer.artifact();
      Row taken = stored.snapshots().get(0);
      for (Row snapshot : stored.snapshots()) {
        if (scores(row).equals(boxed(scorer.score(floats(snapshot, artifact), 1)))) {
          taken = snapshot;
          break;
        }
      }
      float[] features = floats(taken, artifact);
      Optional<FormedModel> fitted = nativeModel(store, row, artifact, sha256);
      Optional<Shap> shap = fitted.flatMap(m -> Shap.of(m.form()));
      float[] again = scorer.score(features, 1);
      return new ScoreExplanation(
          row,
          sha256,
          taken.getAs("query"),
          boxed(again),
          Optional.ofNullable(artifact.metadata().get(ExportJob.INTERVAL))
              .flatMap(text -> where(text, artifact.target(), again)),
          shap.map(s -> contributions(s, artifact, features)).orElse(List.of()),
          shap.map(s -> s.expected()[s.expected().length - 1]).orElse(Double.NaN),
          stored.signals(store, taken.getAs("query"), artifact.featureNames(), features));
    }
  }

  /**
   * Where a label lies, in words; empty where the rule was learned from too few rows.
   *
   * @param text of the rule
   * @param scores of one row
   */
  static Optional<String> where(String text, Target target, float[] scores) {
    IntervalRule rule = IntervalRule.parse(text);
    if (!rule.isKnown()) {
      return Optional.empty();
    }
    if (rule.scores(target) != target.width()) {
      return Optional.of(
          "between the scores of both quantiles by rule "
              + text
              + ", of which this version gives one; see models.intervals");
    }
    Region region = rule.of(scores, 0, target);
    String place =
        region instanceof Interval interval
            ? interval.low() + " to " + interval.high()
            : "classes " + ((ClassSet) region).text();
    return Optional.of(place + ", to hold " + rule.level() + " of labels");
  }

  /** Of a bar that no model served: the rule is a function of the features alone. */
  private static ScoreExplanation byRule(TableStore store, StoredScore stored, LastResort rule) {
    Row row = stored.row();
    Row taken = stored.snapshots().get(0);
    List<String> names = columns(store, row);
    if (!names.containsAll(rule.columns())) {
      throw new IllegalArgumentException(
          "features.feature_sets does not have the columns of the features "
              + row.getAs("feature_set_hash")
              + ", by which "
              + row.getAs("model_version")
              + " finds "
              + rule.columns()
              + "; the nightly task features writes them");
    }
    ByteBuffer bytes = ByteBuffer.wrap(taken.getAs("features"));
    float[] features = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(features);
    return new ScoreExplanation(
        row,
        "none: a rule",
        taken.getAs("query"),
        List.of(rule.over(names).score(features)),
        Optional.empty(),
        List.of(),
        Double.NaN,
        stored.signals(store, taken.getAs("query"), names, features));
  }

  private static List<String> columns(TableStore store, Row row) {
    return store
        .read(Tables.FEATURE_SETS)
        .where(col("feature_set_hash").equalTo(row.getAs("feature_set_hash")))
        .orderBy("position")
        .collectAsList()
        .stream()
        .map(output -> output.<String>getAs("output"))
        .toList();
  }

  private static List<Float> boxed(float[] scores) {
    List<Float> all = new ArrayList<>();
    for (float score : scores) {
      all.add(score);
    }
    return all;
  }

  private static byte[] file(TableStore store, String sha256) {
    String name = ModelFiles.artifact(sha256);
    return new ModelFiles(store)
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the lake has no file "
                        + name
                        + ", by which the score would be computed again; put it back"));
  }

  /** Hash of the file that is registered today under the version. */
  private static String registered(TableStore store, Row row) {
    List<Row> found =
        store
            .read(Tables.MODEL_REGISTRY)
            .where(
                col("model")
                    .equalTo(row.getAs("model"))
                    .and(col("model_version").equalTo(row.getAs("model_version"))))
            .select("onnx_sha256")
            .collectAsList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "version '"
              + row.getAs("model_version")
              + "' of model '"
              + row.getAs("model")
              + "' is no longer registered, and the row does not name its file; its score cannot"
              + " be computed again");
    }
    return found.get(0).getString(0);
  }

  private static float[] floats(Row snapshot, OnnxArtifact artifact) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot.getAs("features"));
    if (bytes.remaining() != artifact.width() * Float.BYTES) {
      throw new IllegalStateException(
          "query "
              + snapshot.<String>getAs("query")
              + " stored "
              + bytes.remaining() / Float.BYTES
              + " features, but the model reads "
              + artifact.width());
    }
    float[] features = new float[artifact.width()];
    bytes.asFloatBuffer().get(features);
    return features;
  }

  /**
   * The fitted model behind the file; imported ones have no native bytes, and a night that was done
   * again has put those of its own in their place.
   */
  private static Optional<FormedModel> nativeModel(
      TableStore store, Row row, OnnxArtifact artifact, String sha256) {
    boolean manifest =
        !store
            .read(Tables.MODEL_MANIFESTS)
            .where(
                col("model")
                    .equalTo(row.getAs("model"))
                    .and(col("model_version").equalTo(row.getAs("model_version")))
                    .and(col("onnx_sha256").equalTo(sha256)))
            .isEmpty();
    if (!manifest) {
      return Optional.empty();
    }
    FittedFacts facts =
        ModelManifest.of(store, row.getAs("model_version"), Optional.of(row.<String>getAs("model")))
            .facts();
    TrainingColumns columns =
        new TrainingColumns(
            artifact.featureNames(), artifact.featureSetHash(), "label", Optional.empty());
    return new ModelFiles(store)
        .find(ModelFiles.full(facts.runId(), facts.learner()))
        .map(
            bytes ->
                RunEnsemble.load(
                    bytes,
                    facts.learner(),
                    NightlyConfig.of(facts.settings()),
                    columns,
                    artifact.target()));
  }

  private static List<Contribution> contributions(
      Shap shap, OnnxArtifact artifact, float[] features) {
    double[] values = shap.values(features, 1);
    int last = values.length - features.length; // the values of the last output
    List<Contribution> all = new ArrayList<>();
    for (int j = 0; j < features.length; j++) {
      all.add(new Contribution(artifact.featureNames().get(j), features[j], values[last + j]));
    }
    all.sort(
        Comparator.comparingDouble((Contribution c) -> -Math.abs(c.shap()))
            .thenComparing(Contribution::feature));
    return all;
  }
}
