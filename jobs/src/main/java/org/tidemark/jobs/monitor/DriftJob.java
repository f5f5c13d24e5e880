package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.ReferenceProfile;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.drift.Drift;
import org.tidemark.models.drift.DriftLevel;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;

/**
 * Compares the last days with the rows that the serving model was fitted on, feature by feature, on
 * the bins frozen at its training. Without a champion the run's own fit is the reference.
 */
public final class DriftJob implements Job<NightlyArgs, DriftJob.Summary> {
  private static final long DAY = 86_400_000_000_000L;

  /** Features checked and drifted, and the largest index. */
  public record Summary(String reference, int features, int drifted, double highestPsi) {}

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    ModelColumns set = ModelColumns.of(store, args);
    FittedFacts reference = reference(store, args, set);
    long from = args.asOfNanos() - args.config().whole("drift.days") * DAY;
    Dataset<Row> current =
        set.rows(store::read)
            .where(
                col("event_time_nanos")
                    .gt(from)
                    .and(col("event_time_nanos").leq(args.asOfNanos())));
    List<FrozenBins> bins =
        reference.reference().stream().map(p -> FrozenBins.fromJson(p.edges())).toList();
    List<long[]> counts = ReferenceProfile.count(current, set.names(), bins);
    List<Row> rows = new ArrayList<>();
    List<Row> alerts = new ArrayList<>();
    double highest = 0;
    for (int i = 0; i < bins.size(); i++) {
      ReferenceProfile frozen = reference.reference().get(i);
      Profile now = Profile.ofCounts(bins.get(i), counts.get(i));
      if (now.total() == 0) {
        continue;
      }
      Drift drift = Drift.between(frozen.profile(), now);
      highest = Math.max(highest, drift.psi());
      boolean drifted = drift.psi() > DriftLevel.DRIFTED_ABOVE;
      rows.add(
          RowFactory.create(
              args.runId(),
              set.name(),
              "ALL",
              frozen.feature(),
              drift.psi(),
              drift.ks(),
              DriftLevel.DRIFTED_ABOVE,
              drifted,
              drift.referenceCount(),
              drift.currentCount(),
              reference.trainFromNanos(),
              reference.trainToNanos(),
              from,
              args.asOfNanos(),
              frozen.edges()));
      if (drifted) {
        alerts.add(
            RowFactory.create(
                args.runId(),
                "drift",
                frozen.feature(),
                "warning",
                drift.psi(),
                DriftLevel.DRIFTED_ABOVE,
                "%s moved away from what %s was fitted on: PSI %.3f"
                    .formatted(frozen.feature(), reference.modelVersion(), drift.psi()),
                null));
      }
    }
    store.replace(Tables.DRIFT_METRICS, store.rows(Tables.DRIFT_METRICS, rows), args.mine());
    store.replace(
        Tables.ALERTS, store.rows(Tables.ALERTS, alerts), args.mine() + " AND rule = 'drift'");
    return new Summary(reference.modelVersion(), rows.size(), alerts.size(), highest);
  }

  private static FittedFacts reference(TableStore store, NightlyArgs args, ModelColumns set) {
    Optional<String> manifest =
        store
            .read(Tables.MODEL_REGISTRY)
            .where(
                col("model")
                    .equalTo(args.config().text("model"))
                    .and(col("alias").equalTo("champion"))
                    .and(col("feature_set_hash").equalTo(set.hash())))
            .select("model", "model_version", "onnx_sha256")
            .join(
                store.read(Tables.MODEL_MANIFESTS),
                new String[] {"model", "model_version", "onnx_sha256"})
            .select("manifest")
            .collectAsList()
            .stream()
            .map(r -> r.getString(0))
            .findFirst();
    byte[] json =
        manifest
            .map(m -> m.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .orElseGet(
                () ->
                    new ModelFiles(store)
                        .read(
                            ModelFiles.facts(
                                args.runId(), LearnerChoice.of(args.config()).get(0).name())));
    return Json.read(json, FittedFacts.class);
  }
}
