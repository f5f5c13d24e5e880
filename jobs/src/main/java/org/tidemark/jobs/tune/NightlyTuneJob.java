package org.tidemark.jobs.tune;

import java.util.Map;
import java.util.Optional;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The night's task of tuning: makes the study that the settings ask for, unless one still holds.
 */
public final class NightlyTuneJob implements Job<NightlyArgs, NightlyTuneJob.Summary> {
  /**
   * What the night goes on with.
   *
   * @param study its name; empty when there is nothing to choose
   * @param state {@code off}, {@code kept} from an earlier night or call, or {@code made}
   * @param settings what it has chosen, by name
   */
  public record Summary(String study, String state, Map<String, String> settings) {}

  @Override
  public String name() {
    return "tune";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs night) {
    Optional<NightlyStudy> asked = NightlyStudy.of(night);
    if (asked.isEmpty()) {
      return new Summary("", "off", Map.of());
    }
    Optional<String> kept = asked.get().done(store);
    if (kept.isEmpty()) {
      new TuneJob().run(store, asked.get().args());
    }
    String study = kept.orElse(asked.get().args().study());
    // A study without a best trial says why here, where it can be mended.
    BestSettings best = BestSettings.of(store, study).best();
    return new Summary(study, kept.isEmpty() ? "made" : "kept", best.settings());
  }
}
