package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Looks for the future in what a subject says about the past. It never reads the subject's code: it
 * reruns it on worlds that agree with the recorded one up to an instant, and compares every row
 * that was due by then. The same seed and input give the same verdicts.
 *
 * @param cuts instants to divide at; each costs two runs of the subject
 * @param seed of the instants and of every made-up value
 * @param progress told after each run how many are done, of how many
 */
public record Detector(int cuts, long seed, BiConsumer<Integer, Integer> progress) {
  public Detector {
    if (cuts < 1) {
      throw new IllegalArgumentException("cuts = " + cuts + " must be 1 or more");
    }
  }

  /** A detector that keeps quiet while it works. */
  public static Detector quiet(int cuts, long seed) {
    return new Detector(cuts, seed, (done, of) -> {});
  }

  /** One probe at one instant, ready to run. */
  private record Trial<E>(Probe probe, long cutNanos, List<Fact<E>> world) {}

  /** Runs every probe; one verdict for each output, in their order. */
  public <E> List<Verdict> check(Subject<E> subject, List<Fact<E>> log, Alteration<E> alteration) {
    return check(subject, log, alteration, Probe.TRUNCATION, Probe.PERTURBATION);
  }

  /** As {@link #check}, for a labeler: what is found is blamed on its span. */
  public <E> List<Verdict> checkSpans(
      Subject<E> labels, List<Fact<E>> log, Alteration<E> alteration) {
    return check(labels, log, alteration, Probe.LABEL_SPAN, Probe.LABEL_SPAN);
  }

  private <E> List<Verdict> check(
      Subject<E> subject,
      List<Fact<E>> log,
      Alteration<E> alteration,
      Probe removing,
      Probe altering) {
    Worlds<E> worlds = new Worlds<>(log, alteration, seed);
    long end = Worlds.end(log);
    List<Answer> recorded = subject.answer(log, end);
    List<Long> rowCuts = Cuts.ofRows(recorded, cuts, seed);
    List<Long> publicationCuts = Cuts.beforePublication(log, cuts, seed);
    int runs = 2 + 2 * rowCuts.size() + publicationCuts.size();
    Tally tally = new Tally(subject, recorded);
    tally.add(Probe.REPEAT, end, subject.answer(log, end));
    progress.accept(1, runs);
    tally.control(subject.answer(worlds.changed(), end));
    int done = 2;
    progress.accept(done, runs);
    for (long cut : rowCuts) {
      tally.add(removing, cut, subject.answer(worlds.truncated(cut), cut));
      progress.accept(++done, runs);
      List<Fact<E>> perturbed = worlds.perturbed(cut);
      tally.add(altering, cut, subject.answer(perturbed, Math.max(end, Worlds.end(perturbed))));
      progress.accept(++done, runs);
    }
    for (long cut : publicationCuts) {
      tally.add(Probe.KNOWN_AT, cut, subject.answer(worlds.unpublished(cut), end));
      progress.accept(++done, runs);
    }
    return tally.verdicts();
  }

  /** What the runs have shown so far. */
  private static final class Tally {
    private final Subject<?> subject;
    private final List<Answer> recorded;
    private final Comparison comparison;
    private final List<List<Outcome.Leak>> leaks = new ArrayList<>();
    private final boolean[] moves;
    private long compared;

    Tally(Subject<?> subject, List<Answer> recorded) {
      this.subject = subject;
      this.recorded = recorded;
      int width = subject.outputs().size();
      this.comparison = new Comparison(recorded, width, subject.tolerance());
      this.moves = new boolean[width];
      subject.outputs().forEach(o -> leaks.add(new ArrayList<>()));
    }

    void add(Probe probe, long cutNanos, List<Answer> answers) {
      compared += comparison.due(cutNanos);
      List<List<Comparison.Difference>> found = comparison.differences(answers, cutNanos);
      for (int j = 0; j < found.size(); j++) {
        for (Comparison.Difference d : found.get(j)) {
          leaks
              .get(j)
              .add(
                  new Outcome.Leak(
                      probe, d.instrument(), d.timeNanos(), cutNanos, d.with(), d.without()));
        }
      }
    }

    /** With every fact changed, an output that stays has nothing to do with the input. */
    void control(List<Answer> answers) {
      List<List<Comparison.Difference>> found = comparison.differences(answers, Long.MAX_VALUE);
      for (int j = 0; j < found.size(); j++) {
        moves[j] = !found.get(j).isEmpty();
      }
    }

    List<Verdict> verdicts() {
      List<Verdict> verdicts = new ArrayList<>();
      for (int j = 0; j < leaks.size(); j++) {
        verdicts.add(new Verdict(subject.name(), subject.outputs().get(j), outcome(j), compared));
      }
      return verdicts;
    }

    private Outcome outcome(int output) {
      if (!leaks.get(output).isEmpty()) {
        return leaks.get(output).stream()
            .min(
                Comparator.comparing((Outcome.Leak l) -> l.probe() == Probe.REPEAT ? 0 : 1)
                    .thenComparingLong(Outcome.Leak::timeNanos)
                    .thenComparing(Outcome.Leak::instrument)
                    .thenComparing(Outcome.Leak::probe)
                    .thenComparingLong(Outcome.Leak::cutNanos))
            .orElseThrow();
      }
      if (recorded.stream().allMatch(a -> Double.isNaN(a.values()[output]))) {
        return new Outcome.Untested("it has no value on this input; give a longer span");
      }
      if (!moves[output]) {
        return new Outcome.Untested("no change of the input changes it");
      }
      if (compared == 0) {
        return new Outcome.Untested("no row lies before another; give a longer span");
      }
      return new Outcome.Clean();
    }
  }
}
