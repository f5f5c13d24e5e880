package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tidemark.jobs.report.Fold;
import org.tidemark.jobs.report.Plan;

/** A validation plan as text: a timeline of characters, then one line of instants per fold. */
final class PlanText {
  private static final int WIDTH = 72;
  private static final List<Fold.Use> IN_ORDER =
      List.of(Fold.Use.TRAIN, Fold.Use.PURGE, Fold.Use.EMBARGO, Fold.Use.TEST);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Plan plan;

  private PlanText(Plan plan) {
    this.plan = plan;
  }

  static void print(Plan plan, PrintWriter out) {
    new PlanText(plan).print(out);
  }

  private void print(PrintWriter out) {
    out.println("split   " + plan.split());
    out.printf(
        Locale.ROOT,
        "rows    %s from %s to %s UTC, labels of at most %s%n",
        plan.isCounted() ? "%,d labelled".formatted(plan.rows()) : "not counted,",
        MINUTE.format(plan.first()),
        MINUTE.format(plan.last()),
        plan.horizon());
    out.printf(
        "folds   %d, in %d backtest %s%n%n",
        plan.folds().size(),
        plan.paths().size(),
        plan.paths().size() == 1 ? "path" : "paths, each through every test window once");
    int label = plan.lines().stream().mapToInt(l -> l.name().length()).max().orElse(1);
    for (Plan.Line line : plan.lines()) {
      out.printf("%" + label + "s %s%s%n", line.name(), timeline(line.fold()), counts(line.fold()));
    }
    out.println(" ".repeat(label) + " = train  x purge  ~ embargo  # test  . not used");
    out.println();
    for (Plan.Line line : plan.lines()) {
      out.println("fold " + line.name() + ": " + spans(line.fold()));
    }
    if (plan.paths().size() > 1) {
      out.println();
      for (int path = 0; path < plan.paths().size(); path++) {
        out.println("path " + path + ": folds " + plan.paths().get(path));
      }
    }
    if (!plan.execution().isEmpty()) {
      out.println();
      plan.execution().forEach(line -> out.println("fits    " + line));
    }
    plan.problem().ifPresent(why -> out.println("\nvalidation will refuse this: " + why));
  }

  private String counts(Fold fold) {
    return plan.isCounted()
        ? "%,11d trained %,9d purged %,11d tested"
            .formatted(fold.trainRows(), fold.purgedRows(), fold.testRows())
        : "";
  }

  private static String spans(Fold fold) {
    return IN_ORDER.stream()
        .filter(use -> !of(fold, use).isEmpty())
        .map(use -> use.name().toLowerCase(Locale.ROOT) + " " + text(of(fold, use)))
        .collect(Collectors.joining("; "));
  }

  private static List<Fold.Span> of(Fold fold, Fold.Use use) {
    return fold.spans().stream().filter(s -> s.use() == use).toList();
  }

  private static String text(List<Fold.Span> spans) {
    return spans.stream()
        .map(s -> MINUTE.format(s.start()) + " to " + MINUTE.format(s.end()))
        .collect(Collectors.joining(", "));
  }

  /** One character per slice of time: what its middle is used for. Nothing is too thin to show. */
  String timeline(Fold fold) {
    char[] line = new char[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      Instant middle = plan.first().plus(slice().multipliedBy(2L * i + 1).dividedBy(2));
      line[i] =
          fold.spans().stream()
              .filter(s -> !middle.isBefore(s.start()) && middle.isBefore(s.end()))
              .findFirst()
              .map(s -> mark(s.use()))
              .orElse('.');
    }
    for (Fold.Use use : List.of(Fold.Use.EMBARGO, Fold.Use.PURGE, Fold.Use.TEST)) {
      for (Fold.Span span : of(fold, use)) {
        int from = at(span.start());
        int to = Math.max(from, at(span.end().minusNanos(1)));
        boolean drawn = false;
        for (int i = from; i <= to; i++) {
          drawn |= line[i] == mark(use);
        }
        if (!drawn) {
          line[from] = mark(use);
        }
      }
    }
    return new String(line);
  }

  private Duration slice() {
    return Duration.between(plan.first(), plan.last()).dividedBy(WIDTH);
  }

  private int at(Instant time) {
    long one = Math.max(1, slice().toNanos());
    return (int)
        Math.max(0, Math.min(WIDTH - 1, Duration.between(plan.first(), time).toNanos() / one));
  }

  private static char mark(Fold.Use use) {
    return switch (use) {
      case TRAIN -> '=';
      case PURGE -> 'x';
      case EMBARGO -> '~';
      case TEST -> '#';
    };
  }
}
