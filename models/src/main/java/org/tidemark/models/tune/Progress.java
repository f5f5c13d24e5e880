package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a study stands.
 *
 * @param study that was replayed
 * @param trials that were begun, in order of their numbers; failed and pruned ones among them
 * @param next work that is ready and not done; nothing when the study has ended
 * @param open lines of the ledger that belong to the batch that {@code next} is of
 */
public record Progress(Study study, List<Trial> trials, List<Work> next, List<Report> open) {
  public Progress {
    trials = List.copyOf(trials);
    next = List.copyOf(next);
    open = List.copyOf(open);
  }

  /**
   * A little later: what {@link Study#replay} of the whole ledger would give, without proposing the
   * trials of settled batches again.
   *
   * @param more lines that were added to the ledger
   */
  public Progress after(Collection<Report> more) {
    int settled = finished() ? trials.size() : (trials.size() - 1) / study.batch() * study.batch();
    List<Report> lines = new ArrayList<>(open);
    lines.addAll(more);
    return new StudyReplay(study, trials.subList(0, settled), lines).run();
  }

  /** Whether nothing is left to do. */
  public boolean finished() {
    return next.isEmpty();
  }

  /** The trial that did every step with the best value; of equal ones the first. */
  public Optional<Trial> best() {
    return trials.stream()
        .filter(trial -> trial.state() instanceof Trial.Done)
        .min(Comparator.comparingDouble(trial -> study.goal().cost(trial.value())));
  }

  /** Trials of a kind, for example {@code Trial.Failed.class}. */
  public long count(Class<? extends Trial.State> state) {
    return trials.stream().filter(trial -> state.isInstance(trial.state())).count();
  }
}
