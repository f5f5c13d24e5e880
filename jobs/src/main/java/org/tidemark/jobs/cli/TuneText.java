package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.tune.BestSettings;
import org.tidemark.jobs.tune.TunePlan;
import org.tidemark.lakehouse.Lake;
import org.tidemark.models.tune.Study;

/** A study as text: before it runs, and the best of it. */
final class TuneText {
  private TuneText() {}

  static void print(TunePlan plan, PrintWriter out) {
    Study study = plan.study();
    line(out, "study", study.id());
    line(out, "goal", study.goal().name().toLowerCase(Locale.ROOT) + " " + plan.metric());
    line(out, "space", study.space().id());
    line(out, "sampler", study.sampler().id());
    line(out, "pruner", study.pruner().id());
    line(
        out,
        "trials",
        "%d in batches of %d, seed %d".formatted(study.trials(), study.batch(), study.seed()));
    line(out, "rows", rows(plan.rows(), plan.seen()));
    line(out, "from", plan.from() + " to " + plan.to() + ", labels until " + plan.labelsTo());
    line(out, "note", plan.advice());
    for (int fold = 0; fold < plan.folds().size(); fold++) {
      FoldCounts count = plan.folds().get(fold);
      line(
          out,
          "fold " + fold,
          String.format(Locale.ROOT, "%,d trained, %,d tested", count.trained(), count.tested()));
    }
    plan.places().forEach(place -> line(out, "fit", place));
    line(
        out,
        "fits",
        plan.done()
            + " of at most "
            + plan.most()
            + " are done"
            + (plan.open().isEmpty() ? "" : ", next:"));
    plan.open().forEach(t -> line(out, "", "trial " + t.number() + ": " + t.assignment().text()));
  }

  static void print(BestSettings.Found found, Lake lake, PrintWriter out) {
    BestSettings best = found.best();
    line(out, "study", best.study() + " (" + best.status() + ")");
    line(
        out,
        "best",
        "trial %d: %s %s, mean of %d folds"
            .formatted(best.trial(), best.metric(), best.value(), best.folds()));
    line(
        out,
        "trials",
        "%d asked for: %d done, %d pruned, %d failed"
            .formatted(best.trials(), best.done(), best.pruned(), best.failed()));
    line(out, "rows", rows(best.rows(), best.seen()));
    line(out, "set", set(best.settings()));
    line(
        out,
        "again",
        RerunCommand.line(RerunCommand.words(List.of("validate"), lake, found.call())));
  }

  /** The settings as {@code validate} and {@code run nightly} take them. */
  static String set(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(e -> "--set " + RerunCommand.quoted(e.getKey() + "=" + e.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String rows(long rows, String seen) {
    return String.format(Locale.ROOT, "%,d: ", rows) + seen;
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("%-8s %s%n", name, text);
  }
}
