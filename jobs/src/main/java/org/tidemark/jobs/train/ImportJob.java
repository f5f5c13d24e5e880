package org.tidemark.jobs.train;

import java.sql.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.EstimateUnit;
import org.tidemark.models.onnx.ModelImport;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.ScoreMatch;

/**
 * Takes an ONNX file of another program into the registry, as a version that nobody serves: the
 * file is rewritten to our signature, tried in a process of its own, and certified on rows whose
 * scores the user brings. A file that fails writes nothing.
 */
public final class ImportJob implements Job<ImportJob.Asked, ImportJob.Summary> {
  static final String LEARNER = "imported";

  /**
   * A file and what it is.
   *
   * @param name what the version is called after its date
   * @param night its model, features, bars and label; the date is the last whose data it saw
   * @param output of the file, where several fit
   * @param expected CSV or Parquet of rows with the scores that they must get
   * @param tolerance greatest difference of a score
   */
  public record Asked(
      byte[] file,
      String name,
      NightlyArgs night,
      Optional<String> output,
      String expected,
      double tolerance) {
    public Asked {
      if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
        throw new IllegalArgumentException(
            "name '" + name + "' must be 1 to 40 of a-z, 0-9 and '-', a letter or digit first");
      }
      if (!(tolerance >= 0 && tolerance <= 0.01)) {
        throw new IllegalArgumentException("tolerance " + tolerance + " must be from 0 to 0.01");
      }
    }

    /** Name of the version; none that a night makes. */
    public String version() {
      return night.asOf() + "-imported-" + name;
    }
  }

  /** What was found; {@code written} tells whether it is a version now that was none. */
  public record Summary(
      String model,
      String version,
      String sha256,
      long bytes,
      ScoreMatch match,
      String detail,
      Written written) {}

  /** What became of the registry. */
  public enum Written {
    /** The version is new. */
    REGISTERED,
    /** The very same file was registered before. */
    KNOWN,
    /** The scores differ, or the trial failed; or it was only a look. */
    NOTHING
  }

  private record Checked(
      OnnxArtifact artifact, CanaryTrial trial, ModelColumns set, Labeler label) {}

  @Override
  public String name() {
    return "import";
  }

  /** Rewrites, tries and compares; writes nothing. */
  public Summary look(TableStore store, Asked asked) {
    return summary(asked, check(store, asked), Written.NOTHING);
  }

  @Override
  public Summary run(TableStore store, Asked asked) {
    Checked checked = check(store, asked);
    if (!checked.trial().passed()) {
      return summary(asked, checked, Written.NOTHING);
    }
    Registered registered = Registered.of(store, asked.night().config().text("model"));
    Optional<String> before = sha256(registered, asked.version());
    if (before.isPresent()) {
      if (before.get().equals(checked.artifact().sha256())) {
        return summary(asked, checked, Written.KNOWN);
      }
      throw new IllegalArgumentException(
          "version "
              + asked.version()
              + " is registered with other content; import under another --name");
    }
    write(store, registered, asked, checked);
    return summary(asked, checked, Written.REGISTERED);
  }

  private static Checked check(TableStore store, Asked asked) {
    NightlyArgs night = asked.night();
    ModelColumns set = ModelColumns.of(store, night);
    Labeler label = Labeler.parse(night.config().text("label"));
    Target target = TrainingFrame.target(label);
    OnnxArtifact artifact =
        ModelImport.of(
            asked.file(),
            new ModelImport.As(set.names(), set.hash(), target, asked.output()),
            Map.of(
                "model", night.config().text("model"),
                "model_version", asked.version(),
                "learner", LEARNER,
                "label_set", label.id(),
                "code_version", Environment.codeVersion()));
    ExpectedRows rows = ExpectedRows.read(store.spark(), asked.expected(), set.names(), target);
    CanaryTrial trial =
        CanaryTrial.of(
            new Canary(Canary.STANDARD).score(artifact, rows.features()),
            target,
            rows.scores(),
            asked.tolerance(),
            EstimateUnit.of(target, rows.scores()));
    return new Checked(artifact, trial, set, label);
  }

  private static Optional<String> sha256(Registered registered, String version) {
    return registered.rows().stream()
        .filter(row -> Registered.version(row).equals(version))
        .map(row -> row.<String>getAs("onnx_sha256"))
        .findFirst();
  }

  private static Summary summary(Asked asked, Checked checked, Written written) {
    return new Summary(
        asked.night().config().text("model"),
        asked.version(),
        checked.artifact().sha256(),
        checked.artifact().bytes().length,
        checked.trial().match(),
        checked.trial().detail(),
        written);
  }

  private static void write(TableStore store, Registered registered, Asked asked, Checked checked) {
    String model = asked.night().config().text("model");
    String version = asked.version();
    String runId = "import-" + model + "-" + version;
    FittedFacts facts = facts(asked, checked, runId);
    OnnxArtifact artifact = checked.artifact();
    new ModelFiles(store).write(ModelFiles.artifact(artifact.sha256()), artifact.bytes());
    store.upsert(
        Tables.MODEL_MANIFESTS,
        store.rows(Tables.MODEL_MANIFESTS, List.of(ExportJob.manifestRow(facts, artifact))),
        "model",
        "model_version");
    CanaryTrial trial = checked.trial();
    CanaryTrial certificate =
        new CanaryTrial(
            trial.match(),
            "imported: the scores that its user gave for "
                + trial.match().rows()
                + " rows; made by "
                + artifact.metadata().get("producer").strip());
    store.upsert(
        Tables.CERTIFICATES,
        store.rows(
            Tables.CERTIFICATES,
            List.of(
                trial.row(CanaryTrial.KIND, model, version, runId, artifact),
                certificate.row(LEARNER, model, version, runId, artifact))),
        "model",
        "model_version",
        "kind");
    // Last, so that a version that can be seen is whole.
    registered.write(store, List.of(registryRow(asked, checked, runId)));
  }

  /** What is not known of a fit elsewhere is 0 or empty; it saw data from the first to its date. */
  private static FittedFacts facts(Asked asked, Checked checked, String runId) {
    return new FittedFacts(
        runId,
        asked.night().config().text("model"),
        asked.version(),
        LEARNER,
        "{}",
        Map.of(),
        checked.set().name(),
        checked.set().hash(),
        checked.label().id(),
        "none",
        0,
        0,
        asked.night().asOfNanos(),
        0,
        "",
        Environment.codeVersion(),
        Environment.describe(),
        new TreeMap<>(asked.night().config().overrides()),
        List.of(),
        OutOfFoldCalibration.NONE,
        OutOfFoldIntervals.NONE,
        List.of());
  }

  private static Row registryRow(Asked asked, Checked checked, String runId) {
    String label = checked.label().id();
    String set = checked.set().name();
    return RowFactory.create(
        asked.night().config().text("model"),
        asked.version(),
        null,
        ModelColumns.notLive(set).isPresent() ? "ARCHIVE" : "BACKUP",
        "IMPORTED",
        LEARNER,
        LEARNER,
        checked.artifact().target().getClass().getSimpleName().toLowerCase(Locale.ROOT),
        label,
        set,
        checked.set().hash(),
        checked.artifact().sha256(),
        (long) checked.artifact().bytes().length,
        "Predicts " + label + " from " + set + "; made elsewhere.",
        "ALL",
        "probability of class 1, or one probability per class",
        Date.valueOf(asked.night().asOf()),
        runId,
        "imported");
  }
}
