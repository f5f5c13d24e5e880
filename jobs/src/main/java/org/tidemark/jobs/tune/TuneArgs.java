package org.tidemark.jobs.tune;

import java.util.Optional;
import java.util.OptionalInt;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.models.split.Nested;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.tune.Objective;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Study;

/**
 * What a study is told.
 *
 * @param nightly the date, and the settings that no trial changes
 * @param study its name
 * @param trials most trials; failed and pruned ones count
 * @param batch trials that are proposed together
 * @param seed of the choices; fits have that of the settings
 * @param inner folds inside the training rows of one fold of the setting {@code split}; when empty
 *     and the setting is not nested, the study sees all rows
 * @param outerFold which one; the last when empty
 */
public record TuneArgs(
    NightlyArgs nightly,
    String study,
    Space space,
    Sampler sampler,
    Pruner pruner,
    Objective objective,
    int trials,
    int batch,
    long seed,
    Optional<Splitter> inner,
    OptionalInt outerFold) {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,59}";

  public TuneArgs {
    if (!study.matches(NAME)) {
      throw new IllegalArgumentException(
          "study '"
              + study
              + "' must be at most 60 letters, digits, '.', '_' and '-', the first a letter or"
              + " digit");
    }
    TunedSettings.check(space, nightly.config());
    Splitter splitter = splitter(nightly, inner);
    if (outerFold.isPresent() && !(splitter instanceof Nested)) {
      throw new IllegalArgumentException(
          "--outer-fold " + outerFold.getAsInt() + " needs folds inside it; give --inner too");
    }
  }

  /** The split whose folds, or whose inner folds where it is nested, are the steps of a trial. */
  Splitter splitter() {
    return splitter(nightly, inner);
  }

  private static Splitter splitter(NightlyArgs nightly, Optional<Splitter> inner) {
    Splitter outer = Splitter.parse(nightly.config().text("split"));
    return inner.isEmpty() ? outer : new Nested(outer, inner.get());
  }

  /** The study over so many folds. */
  Study study(int folds) {
    return new Study(study, space, sampler, pruner, objective.goal(), trials, batch, folds, seed);
  }
}
