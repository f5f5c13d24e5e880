package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.report.Certificate;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.RegistryEntry;
import org.tidemark.lakehouse.Tables;

/** Reads the models that the registry held on the run's date, and the run's certificates. */
final class RegistryReader {
  private final LakeReader lake;

  RegistryReader(LakeReader lake) {
    this.lake = lake;
  }

  /** Certificates of this run's ONNX files. */
  List<Certificate> certificates() {
    Map<String, String> learners = new HashMap<>();
    lake.mine(Tables.MODEL_MANIFESTS)
        .collectAsList()
        .forEach(r -> learners.put(text(r, "model_version"), text(r, "learner")));
    return lake
        .mine(Tables.CERTIFICATES)
        .where(col("kind").equalTo("onnx-parity"))
        .orderBy("model_version")
        .collectAsList()
        .stream()
        .map(
            r ->
                new Certificate(
                    text(r, "model_version"),
                    learners.getOrDefault(text(r, "model_version"), ""),
                    whole(r, "rows_checked"),
                    whole(r, "mismatches"),
                    number(r, "max_difference"),
                    r.<Boolean>getAs("holds")
                        ? Certificate.Outcome.HOLDS
                        : Certificate.Outcome.FAILS,
                    text(r, "subject_sha256")))
        .toList();
  }

  /** Models made of data up to the run's date, newest first. */
  List<RegistryEntry> entries() {
    Map<String, Estimate> auc = new HashMap<>();
    lake.all(Tables.MODEL_METRICS)
        .where(
            "metric = 'auc' AND fold = -1 AND window = 'test' AND instrument = 'ALL'"
                + " AND regime = 'ALL'")
        .collectAsList()
        .forEach(r -> auc.put(key(r), FoldReader.estimate(r)));
    return lake
        .all(Tables.MODEL_REGISTRY)
        .where(
            col("model")
                .equalTo(lake.args().config().text("model"))
                .and(col("as_of").leq(lit(Date.valueOf(lake.args().asOf())))))
        .orderBy(col("as_of").desc(), col("model_version"))
        .collectAsList()
        .stream()
        .map(
            r ->
                new RegistryEntry(
                    text(r, "model_version"),
                    text(r, "learner"),
                    text(r, "alias").isEmpty() ? List.of() : List.of(text(r, "alias")),
                    asOf(r),
                    text(r, "run_id"),
                    auc.getOrDefault(key(r), Estimate.of(Double.NaN)),
                    text(r, "reason")))
        .toList();
  }

  private static String key(Row r) {
    return text(r, "run_id") + "|" + text(r, "learner");
  }

  private static Instant asOf(Row r) {
    Object day = r.getAs("as_of");
    LocalDate date = day instanceof LocalDate d ? d : ((Date) day).toLocalDate();
    return date.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
