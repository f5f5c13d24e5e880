package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** The references of registered files, each made once. */
final class DriftReferences {
  private static final Logger LOG = LoggerFactory.getLogger(DriftReferences.class);

  private final TableStore store;
  private final Map<Scorer, DriftReference> known = new HashMap<>();
  private final Set<Scorer> told = new HashSet<>();

  DriftReferences(TableStore store) {
    this.store = store;
  }

  /**
   * Of a registered file; empty without a manifest of it: a night that is done again writes that of
   * its new file before it registers that.
   */
  Optional<DriftReference> of(Scorer scorer) {
    if (!known.containsKey(scorer)) {
      List<Row> manifests =
          store
              .read(Tables.MODEL_MANIFESTS)
              .where(
                  col("model")
                      .equalTo(scorer.model())
                      .and(col("model_version").equalTo(scorer.version()))
                      .and(col("onnx_sha256").equalTo(scorer.sha256())))
              .select("manifest")
              .collectAsList();
      manifests.forEach(
          row -> known.put(scorer, DriftReference.of(store, scorer, row.getString(0))));
      if (manifests.isEmpty() && told.add(scorer)) {
        LOG.warn(
            "models.model_manifests has no row of the registered file of {} of model {} ({}): its"
                + " drift is not measured until the run that made another is registered, or"
                + " 'export' of its own run is done again",
            scorer.version(),
            scorer.model(),
            scorer.sha256());
      }
    }
    return Optional.ofNullable(known.get(scorer));
  }
}
