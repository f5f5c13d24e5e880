package org.tidemark.jobs.report.fill;

import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.report.Coverage;
import org.tidemark.lakehouse.Tables;

/** Reads the findings of the quality checks: one line per instrument, rule and severity. */
final class QualityReader {
  private static final List<String> SEVERITIES = List.of("error", "warning", "info");

  private record Key(String instrument, String rule, String severity) {}

  private final LakeReader lake;

  QualityReader(LakeReader lake) {
    this.lake = lake;
  }

  List<Coverage.QualityIssue> read() {
    Map<Key, List<Row>> findings =
        new TreeMap<>(
            Comparator.<Key>comparingInt(k -> SEVERITIES.indexOf(k.severity()))
                .thenComparing(Key::instrument)
                .thenComparing(Key::rule));
    lake.mine(Tables.DATA_QUALITY_LOGS)
        .selectExpr(
            "instrument",
            "rule",
            "severity",
            "value",
            "detail",
            "unix_micros(from_time) as since",
            "unix_micros(to_time) as until")
        .orderBy("since", "until", "detail")
        .collectAsList()
        .forEach(
            r ->
                findings
                    .computeIfAbsent(
                        new Key(text(r, "instrument"), text(r, "rule"), text(r, "severity")),
                        k -> new ArrayList<>())
                    .add(r));
    List<Coverage.QualityIssue> issues = new ArrayList<>();
    findings.forEach((key, rows) -> issues.add(issue(key, rows)));
    return issues;
  }

  private static Coverage.QualityIssue issue(Key key, List<Row> rows) {
    Row worst = rows.get(0);
    for (Row row : rows) {
      worst = number(row, "value") > number(worst, "value") ? row : worst;
    }
    String detail = (rows.size() > 1 ? "the largest: " : "") + text(worst, "detail") + when(worst);
    return new Coverage.QualityIssue(
        key.instrument().isEmpty() ? "not known" : key.instrument(),
        key.rule().replace('_', ' '),
        key.severity(),
        rows.size(),
        detail);
  }

  private static String when(Row row) {
    int from = row.fieldIndex("since");
    int to = row.fieldIndex("until");
    return row.isNullAt(from) || row.isNullAt(to)
        ? ""
        : " (" + minute(row.getLong(from)) + " to " + minute(row.getLong(to)) + ")";
  }

  private static String minute(long micros) {
    Instant time = LakeReader.instant(Math.multiplyExact(micros, 1000L));
    return time.toString().substring(0, 16).replace('T', ' ');
  }
}
