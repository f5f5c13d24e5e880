package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * Who may serve a model, look by look: the registry's champion, else the version with alias {@code
 * previous}, else the newest of tier BACKUP. For a path that scores without micro-batches.
 */
public final class Champions {
  private final String model;
  private final FeatureSet set;
  private final RegistryRows registry;
  private final Artifacts artifacts;
  private Optional<Found> last = Optional.empty();

  /** Who was found, in which registry, without anybody being passed over. */
  private record Found(RegistryRows.Now in, Champion champion) {}

  /** Of one model, for rows of a feature set. */
  public Champions(TableStore store, String model, FeatureSet set) {
    this.model = model;
    this.set = set;
    this.registry = new RegistryRows(store, model);
    this.artifacts = new Artifacts(store, set);
  }

  /**
   * Who may serve now; empty if nobody may. Files are opened and tried anew only when the registry
   * has changed, or when somebody was passed over the last time.
   *
   * @param problems told of each version that was passed over, and of a registry that cannot be
   *     read, of which what it said before stands
   */
  public Optional<Champion> now(Problems problems) {
    RegistryRows.Now now = registry.nowOrBefore(problems);
    Optional<Champion> unchanged = last.filter(found -> found.in() == now).map(Found::champion);
    if (unchanged.isPresent()) {
      return unchanged;
    }
    AtomicBoolean passedOver = new AtomicBoolean();
    Optional<Champion> champion =
        first(
            now,
            (rule, subject, message) -> {
              passedOver.set(true);
              problems.tell(rule, subject, message);
            });
    last = passedOver.get() ? Optional.empty() : champion.map(found -> new Found(now, found));
    return champion;
  }

  /** What is wrong where nobody may serve. */
  public IllegalStateException nobody() {
    return new IllegalStateException(
        "model "
            + model
            + " has no version that may serve features "
            + set.name()
            + "; promote one: tidemark models promote VERSION");
  }

  private Optional<Champion> first(RegistryRows.Now now, Problems problems) {
    List<ModelVersion> chain = new ArrayList<>();
    Optional<String> refused = Optional.empty();
    if (now.champions().size() == 1) {
      chain.addAll(now.champions());
    } else {
      String rule = now.champions().isEmpty() ? "champion-none" : "champion-ambiguous";
      refused = Optional.of(model + " is refused: " + rule);
      problems.tell(
          rule,
          model,
          now.champions().size()
              + " versions are champion of "
              + model
              + "; the next in the chain is tried");
    }
    chain.addAll(now.standIns());
    for (ModelVersion version : chain) {
      try {
        OnnxArtifact file = artifacts.load(version);
        if (file.target().width() != 1) {
          refused =
              refused.or(() -> Optional.of(version.version() + " is refused: champion-classes"));
          problems.tell(
              "champion-classes",
              version.version(),
              version.version()
                  + " gives "
                  + file.target().width()
                  + " scores a row and the real-time path puts out one; the next in the chain is"
                  + " tried, and tidemark score serves it");
          continue;
        }
        ModelVersion found =
            refused
                .map(why -> version.because(version.reason() + ", because " + why))
                .orElse(version);
        return Optional.of(
            new Champion(found.model(), found.version(), found.sha256(), found.reason(), file));
      } catch (Artifacts.RefusedException e) {
        String rule = "champion-" + e.rule();
        refused = refused.or(() -> Optional.of(version.version() + " is refused: " + rule));
        problems.tell(rule, version.version(), e.getMessage() + "; the next in the chain is tried");
      }
    }
    return Optional.empty();
  }
}
