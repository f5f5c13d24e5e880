package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.tidemark.jobs.report.fill.LakeReader.instant;
import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.jobs.report.Live;
import org.tidemark.jobs.report.ReasonCount;
import org.tidemark.lakehouse.Tables;

/** Reads what the live scorer has written to the lake so far. */
final class LiveReader {
  private final LakeReader lake;

  LiveReader(LakeReader lake) {
    this.lake = lake;
  }

  Live read() {
    List<Live.LiveScores> scores =
        lake
            .all(Tables.SCORES)
            .where("not isnan(score)") // of a rule whose signal lacks a feature
            .groupBy("instrument", "model_version")
            .agg(
                expr("count(*)").as("n"),
                expr("min(event_time_nanos)").as("first_nanos"),
                expr("max(event_time_nanos)").as("last_nanos"),
                // Sums of floats depend on the order of rows; decimals do not.
                expr("cast(avg(cast(score as decimal(20,10))) as double)").as("mean"),
                expr("count_if(score > 0.5) / count(*)").as("above"))
            .orderBy("instrument", "model_version")
            .collectAsList()
            .stream()
            .map(
                r ->
                    // Latency is measured per micro-batch, not per instrument.
                    new Live.LiveScores(
                        text(r, "instrument"),
                        text(r, "model_version"),
                        whole(r, "n"),
                        instant(whole(r, "first_nanos")),
                        instant(whole(r, "last_nanos")),
                        number(r, "mean"),
                        number(r, "above"),
                        Double.NaN,
                        Double.NaN))
            .toList();
    List<ReasonCount> dead =
        lake
            .all(Tables.DEAD_LETTERS)
            .groupBy(coalesce(col("instrument"), col("source")).as("scope"), col("reason"))
            .count()
            .orderBy("scope", "reason")
            .collectAsList()
            .stream()
            .map(r -> new ReasonCount(text(r, "scope"), text(r, "reason"), whole(r, "count")))
            .toList();
    return new Live(scores, parity(), dead);
  }

  /** The newest day of each query; the gravest verdict stands for all its features. */
  private List<Live.Parity> parity() {
    Map<String, Live.Parity> newest = new TreeMap<>();
    lake.all(Tables.PARITY)
        .groupBy("query", "date")
        .agg(
            expr("coalesce(max(if(verdict = 'different', verdict, null)),"
                    + " max(if(verdict = 'incomplete', verdict, null)),"
                    + " max(if(verdict = 'not comparable', verdict, null)), max(verdict))")
                .as("verdict"),
            expr("max(rows_compared)").as("rows"),
            expr("count(*)").as("features"),
            expr("count_if(mismatched_rows > 0)").as("differing"),
            expr("max(missing_rows + extra_rows)").as("missing"),
            expr("max(lost_ticks)").as("lost"))
        .orderBy("query", "date")
        .collectAsList()
        .forEach(
            r ->
                newest.put(
                    text(r, "query"),
                    new Live.Parity(
                        text(r, "query"),
                        r.getDate(1).toLocalDate(),
                        text(r, "verdict"),
                        whole(r, "rows"),
                        whole(r, "features"),
                        whole(r, "differing"),
                        whole(r, "missing"),
                        whole(r, "lost"))));
    return List.copyOf(newest.values());
  }
}
