package org.tidemark.models.tune;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A search for the best assignment of a space, as a value: what to do next follows from these
 * settings and the ledger of what was done. To go on after a crash, replay the ledger.
 *
 * <p>Trials are made in batches. What a batch proposes depends on the results of all earlier
 * batches and of none beside it, so any number of workers, in any order, gives the same study. A
 * batch of 1 learns from every trial; a batch should be about as large as the number of workers.
 *
 * @param id of the study
 * @param pruner decides between steps, if there is more than one
 * @param trials most trials, 1 or more; failed and pruned ones count. Raise it to go on with a
 *     study; from a multiple of {@code batch}, or its last batch is another one
 * @param batch trials that are proposed together, 1 or more
 * @param steps of each trial, for example folds, 1 or more
 * @param seed of every random choice
 */
public record Study(
    String id,
    Space space,
    Sampler sampler,
    Pruner pruner,
    Goal goal,
    int trials,
    int batch,
    int steps,
    long seed) {
  public Study {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a study needs an id; name it");
    }
    atLeastOne("trials", trials);
    atLeastOne("batch", batch);
    atLeastOne("steps", steps);
    trials = Math.min(trials, sampler.limit(space).orElse(trials));
  }

  /** All settings but the id in one line, for a manifest: equal lines propose equal trials. */
  public String settings() {
    return String.join(
        ";",
        "space=" + space.id(),
        "sampler=" + sampler.id(),
        "pruner=" + pruner.id(),
        "goal=" + goal.name().toLowerCase(Locale.ROOT),
        "trials=" + trials,
        "batch=" + batch,
        "steps=" + steps,
        "seed=" + seed);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " = " + value + " must be 1 or more");
    }
  }

  /**
   * Where the study stands after the work in the ledger.
   *
   * @param ledger in any order; a line may stand twice
   * @throws IllegalArgumentException if the ledger holds work that this study never gave out
   */
  public Progress replay(Collection<Report> ledger) {
    return new StudyReplay(this, List.of(), ledger).run();
  }
}
