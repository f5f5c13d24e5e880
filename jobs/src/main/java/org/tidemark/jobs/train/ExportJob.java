package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.onnx.EstimateUnit;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;

/**
 * Writes every fitted model as ONNX with its provenance inside, tries the file in a process of its
 * own, and certifies that it scores like the native model on rows of the frame, on rows with
 * missing values and on rows at every threshold. A file whose trial failed is not opened here and
 * gets no certificate.
 */
public final class ExportJob implements Job<NightlyArgs, ExportJob.Summary> {
  /** Key, inside the file, of the rule that says where labels lie. */
  public static final String INTERVAL = "interval";

  private static final int SAMPLE = 100_000;

  /** Content hash, label flips (0 when certified) and what the canary did per learner. */
  public record Summary(
      Map<String, String> sha256,
      Map<String, Long> mismatches,
      Map<String, String> canary,
      long rows) {}

  @Override
  public String name() {
    return "export";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    ModelFiles files = new ModelFiles(store);
    Map<String, String> hashes = new LinkedHashMap<>();
    Map<String, Long> mismatches = new LinkedHashMap<>();
    Map<String, String> canary = new LinkedHashMap<>();
    List<Row> certificates = new ArrayList<>();
    List<Row> manifests = new ArrayList<>();
    long compared = 0;
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      long firstTest =
          store
              .read(Tables.FOLDS)
              .where(args.mine())
              .selectExpr("min(test_from_nanos)")
              .head()
              .getLong(0);
      FrameSample sample =
          FrameSample.of(
              frame.rows().where(col("event_time_nanos").geq(firstTest)),
              frame.count(),
              frame.columns().features(),
              SAMPLE);
      for (String name : RunEnsemble.models(args.config())) {
        FittedFacts facts =
            Json.read(files.read(ModelFiles.facts(args.runId(), name)), FittedFacts.class);
        FormedModel model =
            OutOfFoldCalibration.served(
                RunEnsemble.load(
                    files.read(ModelFiles.full(args.runId(), name)),
                    name,
                    args.config(),
                    frame.columns(),
                    frame.target()),
                facts.calibration());
        OnnxArtifact artifact = OnnxExport.of(model, provenance(facts));
        files.write(ModelFiles.artifact(artifact.sha256()), artifact.bytes());
        hashes.put(name, artifact.sha256());
        CanaryTrial trial = canary(model, artifact, sample);
        canary.put(name, trial.detail());
        certificates.add(
            trial.row(
                CanaryTrial.KIND, facts.model(), facts.modelVersion(), args.runId(), artifact));
        if (trial.passed()) {
          ParityCertificate certificate = certify(model, artifact, sample);
          mismatches.put(name, certificate.mismatches());
          compared += certificate.rows();
          certificates.add(certificateRow(args, facts, certificate));
        }
        manifests.add(manifestRow(facts, artifact));
      }
    }
    store.replace(Tables.CERTIFICATES, store.rows(Tables.CERTIFICATES, certificates), args.mine());
    store.replace(
        Tables.MODEL_MANIFESTS, store.rows(Tables.MODEL_MANIFESTS, manifests), args.mine());
    return new Summary(hashes, mismatches, canary, compared);
  }

  private static CanaryTrial canary(FormedModel model, OnnxArtifact artifact, FrameSample sample) {
    int rows = Math.min(sample.rows(), CanaryTrial.MOST_ROWS);
    float[] some = Arrays.copyOf(sample.features(), rows * artifact.width());
    return CanaryTrial.of(
        new Canary(Canary.STANDARD).score(artifact, some),
        artifact.target(),
        model.score(some, rows),
        model.form().tolerance(),
        EstimateUnit.of(model.target(), sample.labels()));
  }

  private static ParityCertificate certify(
      FormedModel model, OnnxArtifact artifact, FrameSample sample) {
    LoadGuard.Expected expected =
        new LoadGuard.Expected(artifact.sha256(), artifact.featureSetHash());
    try (OnnxScorer scorer = OnnxScorer.open(artifact.bytes(), expected)) {
      return ParityCheck.certify(
          model,
          artifact,
          scorer.crossChecked(),
          sample.features(),
          sample.rows(),
          EstimateUnit.of(model.target(), sample.labels()));
    }
  }

  /** What stands inside the file of a model. */
  static Map<String, String> provenance(FittedFacts facts) {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("model", facts.model());
    provenance.put("model_version", facts.modelVersion());
    provenance.put("learner", facts.learner());
    provenance.put("hyperparameters", facts.hyperparameters());
    provenance.put("rows_hash", facts.rowsHash());
    provenance.put("label_set", facts.labelSet());
    provenance.put("seed", Long.toString(facts.seed()));
    provenance.put("train_from_nanos", Long.toString(facts.trainFromNanos()));
    provenance.put("train_to_nanos", Long.toString(facts.trainToNanos()));
    provenance.put("rows_trained", Long.toString(facts.rowsTrained()));
    provenance.put("code_version", facts.codeVersion());
    if (!facts.calibration().equals(OutOfFoldCalibration.NONE)) {
      provenance.put("calibration", facts.calibration());
    }
    String blend = facts.settings().getOrDefault("blend", "off");
    if (!blend.equals("off")
        && RunBlend.concerns(NightlyConfig.of(facts.settings()), facts.learner())) {
      provenance.put("blend", blend);
    }
    if (!facts.interval().equals(OutOfFoldIntervals.NONE)) {
      provenance.put(INTERVAL, facts.interval());
    }
    return provenance;
  }

  private static Row certificateRow(
      NightlyArgs args, FittedFacts facts, ParityCertificate certificate) {
    return RowFactory.create(
        facts.model(),
        facts.modelVersion(),
        "onnx-parity",
        args.runId(),
        certificate.sha256(),
        certificate.rows(),
        certificate.mismatches(),
        certificate.maxDifference(),
        certificate.tolerance(),
        certificate.holds(),
        "%d real rows, %d rows at %d thresholds and one step beside, %d rows with missing values"
            .formatted(
                certificate.sampleRows(),
                certificate.edgeRows(),
                certificate.edges(),
                certificate.missingRows()));
  }

  static Row manifestRow(FittedFacts facts, OnnxArtifact artifact) {
    return RowFactory.create(
        facts.model(),
        facts.modelVersion(),
        facts.runId(),
        facts.learner(),
        facts.hyperparameters(),
        Json.line(facts.datasetVersions()),
        facts.featureSet(),
        facts.featureSetHash(),
        facts.labelSet(),
        facts.split(),
        facts.seed(),
        facts.trainFromNanos(),
        facts.trainToNanos(),
        facts.rowsTrained(),
        facts.codeVersion(),
        facts.environment().get("jvm"),
        facts.environment().get("os"),
        facts.environment().get("cpu"),
        artifact.sha256(),
        Json.line(facts));
  }
}
