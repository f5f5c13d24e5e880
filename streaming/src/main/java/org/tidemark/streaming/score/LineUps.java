package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.features.regime.Regime;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * Decides, once at the beginning of each micro-batch, which versions score it: the champion of the
 * registry or who stands in for it, and beside it the challenger and the shadows that may.
 *
 * <p>In the champion's place, when it may not serve: the version that served the batch before, else
 * the version with alias {@code previous}, else the newest of tier BACKUP, else the rule of last
 * resort, if the query has one. A challenger, specialist or shadow that may not score is left out;
 * the champion then serves its bars.
 */
final class LineUps {
  private static final Logger LOG = LoggerFactory.getLogger(LineUps.class);

  private final ScorerSettings settings;
  private final RegistryRows registry;
  private final Map<String, RegistryRows> ofRegimes;
  private final Artifacts artifacts;
  private final Pins pins;
  private final ScorerAlerts alerts;

  /** What the last batch was scored with, by content hash. */
  private Map<String, OnnxArtifact> files = Map.of();

  /** Who served it; empty before the first batch. */
  private Optional<ModelVersion> serving = Optional.empty();

  LineUps(
      ScorerSettings settings,
      RegistryRows registry,
      Map<String, RegistryRows> ofRegimes,
      Artifacts artifacts,
      Pins pins,
      ScorerAlerts alerts) {
    this.settings = settings;
    this.registry = registry;
    this.ofRegimes = ofRegimes;
    this.artifacts = artifacts;
    this.pins = pins;
    this.alerts = alerts;
  }

  /** The versions of a batch; noted before they are returned. */
  LineUp at(long batchId) {
    Optional<LineUp> pinned = pins.read(batchId);
    if (pinned.isPresent()) {
      LineUp again = pinned.get();
      Map<String, OnnxArtifact> open = new LinkedHashMap<>();
      again.all().forEach(version -> open.put(version.sha256(), again(batchId, version)));
      return take(again, open);
    }
    if (serving.isEmpty()) {
      serving =
          pins.read(batchId - 1)
              .flatMap(LineUp::champion)
              .filter(version -> version.model().equals(settings.model()));
    }
    Map<String, OnnxArtifact> open = new LinkedHashMap<>();
    LineUp chosen =
        alerts.during(batchId, () -> choose(registry.nowOrBefore(alerts::critical), open));
    pins.write(batchId, chosen);
    return take(chosen, open);
  }

  /** The checked file of a version of the batch that was asked for last. */
  OnnxArtifact file(ModelVersion version) {
    return files.get(version.sha256());
  }

  private LineUp take(LineUp lineUp, Map<String, OnnxArtifact> open) {
    files = open;
    serving = lineUp.champion();
    return lineUp;
  }

  private OnnxArtifact again(long batchId, ModelVersion version) {
    try {
      return load(version);
    } catch (Artifacts.RefusedException e) {
      throw new IllegalStateException(
          "batch "
              + batchId
              + " was begun with "
              + version.version()
              + ", which can no longer serve: "
              + e.getMessage()
              + "; restore its file and start again",
          e);
    }
  }

  private LineUp choose(RegistryRows.Now now, Map<String, OnnxArtifact> open) {
    Optional<ModelVersion> champion = champion(now, open);
    if (champion.isEmpty()) {
      alerts.keep(Arm.CHALLENGER.id(), Arm.SHADOW.id(), Arm.SPECIALIST.id());
      return settings.lineUp().lastResort().map(this::rule).orElseGet(LineUp::nobody);
    }
    List<ModelVersion> there = new ArrayList<>(List.of(champion.get()));
    Optional<LineUp.Challenger> challenger = Optional.empty();
    if (settings.lineUp().rivals().challengerShare() > 0) {
      challenger =
          now.challenger()
              .filter(version -> answers(version, champion.get(), now))
              .filter(version -> mayJoin(version, Arm.CHALLENGER, there, open))
              .map(
                  version ->
                      new LineUp.Challenger(version, settings.lineUp().rivals().challengerShare()));
    }
    List<LineUp.Specialist> specialists = new ArrayList<>();
    settings
        .lineUp()
        .regimes()
        .byModel()
        .forEach(
            (model, regimes) ->
                specialist(model, regimes, now.question(champion.get()))
                    .filter(version -> mayJoin(version, Arm.SPECIALIST, there, open))
                    .ifPresent(v -> specialists.add(new LineUp.Specialist(regimes, v))));
    List<ModelVersion> shadows = new ArrayList<>();
    for (String name : settings.lineUp().rivals().shadows()) {
      Optional<ModelVersion> shadow = now.named(name, "shadow, named by the query");
      if (shadow.isEmpty()) {
        alerts.warning("shadow-unknown", name, name + " is not registered; nobody scores for it");
      }
      shadow.filter(v -> mayJoin(v, Arm.SHADOW, there, open)).ifPresent(shadows::add);
    }
    return new LineUp(champion, challenger, specialists, shadows, Optional.empty());
  }

  private LineUp rule(LastResort rule) {
    String why = "rule of last resort: no version of " + settings.model() + " may serve";
    alerts.critical("last-resort", settings.model(), why + "; " + rule.version() + " serves");
    return LineUp.of(new LineUp.Rule(rule.version(), why));
  }

  /** The champion of a model that is named for regimes, if it answers the champion's question. */
  private Optional<ModelVersion> specialist(String model, Set<Regime> regimes, String question) {
    RegistryRows.Now now = ofRegimes.get(model).nowOrBefore(alerts::critical);
    List<ModelVersion> champions = now.champions();
    if (champions.size() != 1) {
      return leftOut(
          "specialist-champion",
          model,
          champions.size() + " versions are champion of " + model,
          regimes);
    }
    ModelVersion version = champions.get(0);
    String own = now.question(version);
    if (!own.equals(question)) {
      return leftOut(
          "specialist-label",
          version.version(),
          version.version() + " predicts " + own + ", and the champion " + question,
          regimes);
    }
    return Optional.of(version.because("champion of " + model + ", for regimes " + regimes));
  }

  private Optional<ModelVersion> leftOut(
      String rule, String subject, String why, Set<Regime> regimes) {
    alerts.warning(
        rule,
        subject,
        why
            + "; named for regimes "
            + regimes
            + ", whose bars the champion of "
            + settings.model()
            + " serves");
    return Optional.empty();
  }

  /** A rival that predicts something else would give other answers in the champion's place. */
  private boolean answers(ModelVersion challenger, ModelVersion champion, RegistryRows.Now now) {
    String own = now.question(challenger);
    String question = now.question(champion);
    if (own.equals(question)) {
      return true;
    }
    alerts.warning(
        "challenger-label",
        challenger.version(),
        challenger.version()
            + " predicts "
            + own
            + ", and the champion "
            + question
            + "; it is left out");
    return false;
  }

  /** Lets a version in beside those there, unless it is one of them or may not score. */
  private boolean mayJoin(
      ModelVersion version, Arm arm, List<ModelVersion> there, Map<String, OnnxArtifact> open) {
    if (there.stream().anyMatch(version::isSameModelAs)) {
      return false;
    }
    if (!isCertified(version, arm)) {
      return false;
    }
    try {
      open.put(version.sha256(), load(version));
      there.add(version);
      return true;
    } catch (Artifacts.RefusedException e) {
      alerts.warning(
          arm.id() + "-" + e.rule(), version.version(), e.getMessage() + "; it is left out");
      return false;
    }
  }

  /** The champion needs no certificate, so a table that cannot be read ends nothing here. */
  private boolean isCertified(ModelVersion version, Arm arm) {
    boolean holds;
    try {
      holds = registry.isCertified(version);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      if (RegistryRows.isStop(e)) {
        throw e;
      }
      alerts.warning(
          arm.id() + "-certificates-unreadable",
          version.version(),
          "certificates of " + version.version() + " cannot be read (" + e + "); it is left out");
      return false;
    }
    if (!holds) {
      alerts.warning(
          arm.id() + "-uncertified",
          version.version(),
          version.version() + " has no certificate that holds for its file; it is left out");
    }
    return holds;
  }

  private Optional<ModelVersion> champion(RegistryRows.Now now, Map<String, OnnxArtifact> open) {
    if (now.champions().isEmpty()) {
      if (settings.lineUp().lastResort().isEmpty()) {
        alerts.critical(
            "champion-none",
            settings.model(),
            settings.model() + " has no champion; bars are counted, not scored, until it has one");
      }
      return Optional.empty();
    }
    if (now.champions().size() > 1) {
      return instead(
          now,
          open,
          Optional.empty(),
          "champion-ambiguous",
          settings.model(),
          now.champions().size() + " versions are champion of " + settings.model());
    }
    ModelVersion champion = now.champions().get(0);
    try {
      return Optional.of(serve(champion, open));
    } catch (Artifacts.RefusedException e) {
      return instead(
          now,
          open,
          Optional.of(champion),
          "champion-" + e.rule(),
          champion.version(),
          e.getMessage());
    }
  }

  /** Who serves in the place of a champion that may not. */
  private Optional<ModelVersion> instead(
      RegistryRows.Now now,
      Map<String, OnnxArtifact> open,
      Optional<ModelVersion> refused,
      String rule,
      String subject,
      String problem) {
    List<ModelVersion> chain = new ArrayList<>();
    serving.ifPresent(
        v -> chain.add(v.because("kept, because " + subject + " is refused: " + rule)));
    now.standIns()
        .forEach(
            v ->
                chain.add(v.because(v.reason() + ", because " + subject + " is refused: " + rule)));
    for (ModelVersion version : chain) {
      if (refused.filter(version::isSameModelAs).isPresent()) {
        continue;
      }
      try {
        ModelVersion found = serve(version, open);
        alerts.critical(rule, subject, problem + "; " + found.version() + " serves");
        return Optional.of(found);
      } catch (Artifacts.RefusedException e) {
        alerts.critical("backup-" + e.rule(), version.version(), e.getMessage());
      }
    }
    alerts.critical(rule, subject, problem + "; nothing is scored until a champion can serve");
    return Optional.empty();
  }

  private ModelVersion serve(ModelVersion version, Map<String, OnnxArtifact> open)
      throws Artifacts.RefusedException {
    open.put(version.sha256(), load(version));
    if (serving.filter(version::isSameModelAs).isEmpty()) {
      LOG.info(
          "query {}: {} {} serves from now on",
          settings.query(),
          settings.model(),
          version.version());
    }
    return version;
  }

  private OnnxArtifact load(ModelVersion version) throws Artifacts.RefusedException {
    OnnxArtifact open = files.get(version.sha256());
    return open != null ? open : artifacts.load(version);
  }
}
