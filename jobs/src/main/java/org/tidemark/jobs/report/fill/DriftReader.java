package org.tidemark.jobs.report.fill;

import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.util.List;
import org.tidemark.jobs.report.FeatureDrift;
import org.tidemark.lakehouse.Tables;

/** Reads how far the features of the last days are from the frozen reference. */
final class DriftReader {
  private final LakeReader lake;

  DriftReader(LakeReader lake) {
    this.lake = lake;
  }

  List<FeatureDrift> read() {
    return lake.mine(Tables.DRIFT_METRICS).orderBy("feature", "instrument").collectAsList().stream()
        .map(
            r ->
                new FeatureDrift(
                    text(r, "feature"),
                    text(r, "instrument"),
                    number(r, "psi"),
                    number(r, "ks"),
                    number(r, "threshold"),
                    whole(r, "n_reference"),
                    whole(r, "n_current")))
        .toList();
  }
}
