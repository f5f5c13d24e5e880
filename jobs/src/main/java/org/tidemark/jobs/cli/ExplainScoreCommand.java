package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.explain.ScoreExplanation;
import org.tidemark.jobs.explain.SignalReplay;
import org.tidemark.jobs.explain.WantedScore;
import org.tidemark.streaming.score.LastResort;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes a stored live score again and says what made it. */
@Command(
    name = "explain-score",
    mixinStandardHelpOptions = true,
    description = {
      "Compute one row of live.scores, or of live.provisional_scores, again from the features",
      "stored with it and the file of its model, compare the bits, and show what each feature did",
      "to it (exact Shapley values of the margin; of three classes or more of the last, to buy).",
      "The file is the one whose hash is in the row (onnx_sha256), also where its version has",
      "another by now. Rows of earlier programs have no hash: the file registered today is taken.",
      "Signals of strategies that were stored with the bar are computed again too.",
      "Changes nothing in the lake."
    },
    footer = {
      "",
      "Exit codes: 0 the same bits, 1 there is no such score or it failed, 2 wrong usage,",
      "5 another score or signal comes out.",
      "",
      "Examples:",
      "  tidemark explain-score --lake lake --instrument BTCUSD --offset 1439",
      "  tidemark explain-score --lake lake --instrument BTCUSD --offset 1439 --top 5 \\",
      "      --model-version 2018-05-31-logistic",
      "  tidemark explain-score --lake lake --instrument BTCUSD --tick 1437"
    })
public final class ExplainScoreCommand implements Callable<Integer> {
  private static final int DIFFERENT = 5;

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--instrument",
      required = true,
      paramLabel = "ID",
      description = "Instrument of the bar.")
  private String instrument;

  @ArgGroup(multiplicity = "1")
  private BarOption bar;

  /** Either a bar that has closed or one in the making. */
  static final class BarOption {
    @Option(
        names = "--offset",
        paramLabel = "N",
        description = "Offset of the last event of the bar, as live.scores has it.")
    private Optional<Long> offset = Optional.empty();

    @Option(
        names = "--tick",
        paramLabel = "N",
        description = {
          "Instead: offset of a tick that an open bar was scored at (score --every tick),",
          "as live.provisional_scores has it."
        })
    private Optional<Long> tick = Optional.empty();

    private WantedScore.Bar wanted() {
      return offset
          .<WantedScore.Bar>map(WantedScore.ClosedBar::new)
          .orElseGet(() -> new WantedScore.OpenBar(tick.orElseThrow()));
    }

    private String text() {
      return tick.map(at -> "still open, tick " + at).orElseGet(() -> "@ " + offset.get());
    }
  }

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model whose score is meant, where several scored the bar.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      description = "Version whose score is meant; default: the one that served the bar.")
  private Optional<String> version = Optional.empty();

  @Option(
      names = "--query",
      paramLabel = "NAME",
      description = "Query whose score is meant, where several scored the bar.")
  private Optional<String> query = Optional.empty();

  @Option(
      names = "--top",
      defaultValue = "10",
      paramLabel = "N",
      description = "Most features to print; default: ${DEFAULT-VALUE}.")
  private int top;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ScoreExplanation found =
        ScoreExplanation.of(
            lake.store(), new WantedScore(instrument, bar.wanted(), model, version, query));
    Row row = found.stored();
    out.printf("bar         %s %s, %s%n", instrument, bar.text(), row.<Object>getAs("event_time"));
    out.printf(
        "model       %s %s, as %s: %s%n",
        row.getAs("model"), row.getAs("model_version"), row.getAs("arm"), row.getAs("reason"));
    out.printf("file        %s%n", found.sha256());
    out.printf(
        "features    %s, stored by query %s%n", row.getAs("feature_set_hash"), found.query());
    out.printf("score       %s, %s%n", text(found.scores()), row.getAs("decision"));
    out.printf(
        "again       %s, %s%n", text(found.again()), found.sameBits() ? "same bits" : "other bits");
    found.where().ifPresent(where -> out.printf("label in    %s%n", where));
    if (LastResort.ofVersion(row.getAs("model_version")).isPresent()) {
      out.println("why         a rule, for want of a model that may serve");
    } else if (found.contributions().isEmpty()) {
      out.println("why         not known: the fitted model behind the file is not in the lake");
    } else {
      out.printf("why         margin %.6f before any feature, then%n", found.expected());
      found.contributions().stream()
          .limit(top)
          .forEach(c -> out.printf("  %+.6f  %s = %s%n", c.shap(), c.feature(), c.value()));
      double rest =
          found.contributions().stream()
              .skip(top)
              .mapToDouble(ScoreExplanation.Contribution::shap)
              .sum();
      out.printf(
          "  %+.6f  %d other features%n", rest, Math.max(0, found.contributions().size() - top));
    }
    signals(found, out);
    out.flush();
    return found.sameBits() && found.sameSignals() ? 0 : DIFFERENT;
  }

  private static void signals(ScoreExplanation found, PrintWriter out) {
    if (found.signals().isEmpty()) {
      return;
    }
    out.printf(
        "signals     %d stored with the bar, %s%n",
        found.signals().size(), found.sameSignals() ? "same bits again" : "other bits again");
    for (SignalReplay signal : found.signals()) {
      out.printf(
          "  %s %s, with %s of the model %s, gate %s: %s%s%n",
          signal.strategy().key(),
          signal.stored().signal(),
          signal.stored().share(),
          signal.stored().value(),
          signal.stored().gate(),
          signal.stored().decision(),
          signal.sameBits() ? "" : "; now " + signal.again());
    }
  }

  private static String text(List<Float> scores) {
    return scores.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
