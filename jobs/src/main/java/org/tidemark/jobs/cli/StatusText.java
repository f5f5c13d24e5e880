package org.tidemark.jobs.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.monitor.LakeStatus;

/** A lake's status as people and programs read it. */
final class StatusText {
  private static final List<String> SHOWN =
      List.of("accuracy", "auc", "weighted_f1", "calibration_error");

  private StatusText() {}

  static List<String> lines(LakeStatus.Status status) {
    List<String> lines = new ArrayList<>();
    for (LakeStatus.Model m : status.models()) {
      lines.add(
          "model "
              + m.name()
              + ": "
              + (m.champion().isEmpty() ? "nobody serves" : m.champion() + " serves")
              + (m.problem().isEmpty() ? "" : " and may not: " + m.problem()));
      lines.add(
          m.fallbacks().isEmpty()
              ? "  no fallback"
              : "  fallbacks: " + joined(new LinkedHashMap<>(m.fallbacks())));
      m.highestPsi().ifPresent(psi -> lines.add("  highest PSI of a feature: " + number(psi)));
      m.scorePsi().ifPresent(psi -> lines.add("  PSI of the scores: " + number(psi)));
      Map<String, Object> quality = new LinkedHashMap<>();
      SHOWN.stream()
          .filter(m.quality()::containsKey)
          .forEach(metric -> quality.put(metric, number(m.quality().get(metric))));
      if (!quality.isEmpty()) {
        lines.add("  30 days live: " + joined(quality));
      }
      m.triggers().forEach(cause -> lines.add("  waits for a new fit: " + cause));
    }
    status.runs().stream()
        .limit(1)
        .forEach(
            r ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "last run %s: %d tasks done in %.0f s",
                        r.id(),
                        r.tasks(),
                        r.seconds())));
    for (LakeStatus.Query q : status.queries()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "query %s: batch %d, %d ticks = %d accepted + %d rejected, %d bars%s",
              q.name(),
              q.lastBatch(),
              q.consumed(),
              q.valid(),
              q.dead(),
              q.bars(),
              q.newestEvent()
                  .map(at -> ", newest " + at + " (" + q.lagSeconds().orElseThrow() + " s ago)")
                  .orElse("")));
    }
    if (!status.deadLetters().isEmpty()) {
      lines.add("dead letters: " + joined(new TreeMap<>(status.deadLetters())));
    }
    status
        .alerts()
        .forEach(
            a ->
                lines.add(
                    "ALERT "
                        + a.severity()
                        + " "
                        + a.rule()
                        + " "
                        + a.subject()
                        + ": "
                        + a.text()));
    lines.add(status.isWell() ? "all is well" : "somebody is needed: docs/how-to/runbook.md");
    return lines;
  }

  private static String joined(Map<String, Object> facts) {
    List<String> words = new ArrayList<>();
    facts.forEach((name, value) -> words.add(name + " " + value));
    return String.join(", ", words);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  static String json(LakeStatus.Status status) {
    Map<String, Object> all = new TreeMap<>();
    all.put("well", status.isWell());
    all.put("models", status.models().stream().map(StatusText::model).toList());
    all.put("runs", status.runs());
    all.put("queries", status.queries().stream().map(StatusText::query).toList());
    all.put("deadLetters", status.deadLetters());
    all.put("alerts", status.alerts());
    return Json.line(all);
  }

  private static Map<String, Object> model(LakeStatus.Model m) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("name", m.name());
    facts.put("champion", m.champion());
    facts.put("problem", m.problem());
    facts.put("fallbacks", m.fallbacks());
    put(facts, "highestPsi", m.highestPsi());
    put(facts, "scorePsi", m.scorePsi());
    facts.put("quality", m.quality());
    facts.put("triggers", m.triggers());
    return facts;
  }

  private static Map<String, Object> query(LakeStatus.Query q) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("name", q.name());
    facts.put("lastBatch", q.lastBatch());
    facts.put("consumed", q.consumed());
    facts.put("valid", q.valid());
    facts.put("dead", q.dead());
    facts.put("bars", q.bars());
    put(facts, "newestEvent", q.newestEvent());
    put(facts, "lagSeconds", q.lagSeconds());
    return facts;
  }

  private static void put(Map<String, Object> facts, String name, Optional<?> value) {
    value.ifPresent(v -> facts.put(name, v));
  }
}
