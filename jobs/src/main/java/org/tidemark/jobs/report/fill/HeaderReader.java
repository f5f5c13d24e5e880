package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Encoders;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.Header;
import org.tidemark.jobs.report.MetricValue;
import org.tidemark.jobs.report.RegistryEntry;
import org.tidemark.jobs.train.ModelVersions;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.Target;

/** Puts the outcome of a run together from its registry, its log and its metrics. */
final class HeaderReader {
  private final LakeReader lake;
  private final List<TaskRecord> tasks;
  private final List<RegistryEntry> registry;

  HeaderReader(LakeReader lake, List<TaskRecord> tasks, List<RegistryEntry> registry) {
    this.lake = lake;
    this.tasks = List.copyOf(tasks);
    this.registry = List.copyOf(registry);
  }

  Header read(
      String lakeText,
      List<String> ranking,
      List<MetricValue> metrics,
      Verdict.Tested tested,
      int instruments) {
    Map<String, Map<String, MetricValue>> overall = new HashMap<>();
    metrics.stream()
        .filter(m -> m.fold() == MetricValue.OVERALL)
        .forEach(
            m -> overall.computeIfAbsent(m.learner(), k -> new HashMap<>()).put(m.metric(), m));
    Optional<Decision> decision = recorded().or(this::registered);
    Optional<String> champion = champion(decision);
    Verdict verdict =
        Verdict.of(decision, champion, missing(), challenger(decision, overall, ranking, tested));
    return new Header(
        lakeText,
        lake.args().runId(),
        lake.args().asOf(),
        lake.knownAt(),
        verdict.outcome(),
        verdict.sentence(),
        decision.map(Decision::reasons).orElse(List.of()),
        ranking.stream()
            .filter(overall::containsKey)
            .map(
                l ->
                    new Header.LearnerResult(
                        l, estimate(overall, l, "auc"), estimate(overall, l, "sharpe")))
            .toList(),
        tested.rows(),
        instruments,
        tested.folds());
  }

  private static Estimate estimate(
      Map<String, Map<String, MetricValue>> overall, String learner, String metric) {
    MetricValue found = overall.getOrDefault(learner, Map.of()).get(metric);
    return found == null ? Estimate.of(Double.NaN) : found.estimate();
  }

  /** What the task that decides wrote into the log of runs. */
  private Optional<Decision> recorded() {
    return tasks.stream()
        .filter(t -> t.task().equals("register"))
        .findFirst()
        .map(
            t -> {
              var json = Json.tree(t.summary().getBytes(StandardCharsets.UTF_8));
              List<String> reasons = new ArrayList<>();
              json.path("reasons").forEach(r -> reasons.add(r.asText()));
              return new Decision(
                  json.path("challenger").asText(),
                  json.path("decision").asText().equals("promoted"),
                  reasons);
            });
  }

  /** The same from the registry, for a task that was run without the log. */
  private Optional<Decision> registered() {
    return registry.stream()
        .filter(e -> e.runId().equals(lake.args().runId()))
        .filter(e -> e.aliases().contains("champion") || e.aliases().contains("challenger"))
        .findFirst()
        .map(
            e ->
                new Decision(
                    e.modelVersion(), e.aliases().contains("champion"), List.of(e.note())));
  }

  /** Who serves after this run, as far as the registry still shows it. */
  private Optional<String> champion(Optional<Decision> decision) {
    if (decision.isPresent() && decision.get().promoted()) {
      return Optional.of(decision.get().challenger());
    }
    for (String alias : List.of("champion", "previous")) {
      for (RegistryEntry e : registry) {
        boolean other = decision.isEmpty() || !e.runId().equals(lake.args().runId());
        if (other && e.aliases().contains(alias)) {
          return Optional.of(e.modelVersion());
        }
      }
    }
    return Optional.empty();
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>(TaskRecord.expected());
    tasks.forEach(t -> missing.remove(t.task()));
    return missing;
  }

  private Optional<Verdict.Figures> challenger(
      Optional<Decision> decision,
      Map<String, Map<String, MetricValue>> overall,
      List<String> ranking,
      Verdict.Tested tested) {
    List<String> configured = lake.args().config().list("learners");
    String baseline = configured.get(configured.size() - 1);
    Optional<String> learner =
        ranking.stream()
            .filter(
                l ->
                    decision.isPresent()
                        ? ModelVersions.of(lake.args(), l).equals(decision.get().challenger())
                        : !l.equals(baseline))
            .filter(overall::containsKey)
            .findFirst();
    Target target = TrainingFrame.target(Labeler.parse(lake.args().config().text("label")));
    return learner.map(
        l ->
            new Verdict.Figures(
                ModelVersions.of(lake.args(), l),
                tested,
                estimate(overall, l, "auc"),
                estimate(overall, l, "log_loss"),
                baseline,
                estimate(overall, baseline, "auc"),
                estimate(overall, baseline, "log_loss"),
                target instanceof Target.MultiClass m ? m.classes() : 2,
                lake.args().config().number("cost.bps"),
                estimate(overall, l, "sharpe"),
                estimate(overall, l, "total_return"),
                (long) ofLedger(l, "trials").orElse(0),
                ofLedger(l, "deflated_sharpe").orElse(Double.NaN)));
  }

  /** What all trials of the model say of a learner, where validation has written it. */
  private OptionalDouble ofLedger(String learner, String metric) {
    return lake
        .mine(Tables.MODEL_METRICS)
        .where(
            col("window")
                .equalTo("overfit")
                .and(col("learner").equalTo(learner))
                .and(col("metric").equalTo(metric))
                .and(col("value").isNotNull()))
        .select("value")
        .as(Encoders.DOUBLE())
        .collectAsList()
        .stream()
        .mapToDouble(value -> value)
        .findFirst();
  }
}
