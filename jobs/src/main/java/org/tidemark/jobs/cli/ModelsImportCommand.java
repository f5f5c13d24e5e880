package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.train.ImportJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an ONNX file of another program into the registry. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Register an ONNX file made by LightGBM, scikit-learn or PyTorch as a version that nobody",
      "serves. The file is rewritten to Tidemark's signature, scores the rows of --expected in a",
      "process of its own, and is registered if no label flips and no score is further off than",
      "the tolerance."
    },
    footer = {
      "",
      "Exit codes: 0 registered, or --dry-run found it good; 1 refused or failed, 2 wrong usage,",
      "5 the scores differ from the expected ones or the trial in a process of its own failed.",
      "",
      "Examples:",
      "  tidemark models import lgbm.onnx --lake lake --name lgbm --features bars40 \\",
      "      --label fixed-15m --trained-until 2018-06-01 --expected rows.csv --dry-run",
      "  tidemark models import net.onnx --lake lake --model direction --name net --features bars40"
          + " \\",
      "      --trained-until 2018-06-01 --expected rows.parquet --output probabilities",
      "What is refused and why: docs/how-to/import-a-model.md"
    })
final class ModelsImportCommand implements Callable<Integer> {
  private static final int DIFFERENT = 5;

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Parameters(paramLabel = "FILE", description = "ONNX file.")
  private Path file;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The version is called DATE-imported-NAME.")
  private String name;

  @Option(
      names = "--model",
      defaultValue = "direction",
      description = "Model whose version it becomes; default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--features",
      required = true,
      paramLabel = "SET",
      description = "Feature set whose columns, in order, are its input.")
  private String features;

  @Option(
      names = "--sampler",
      defaultValue = "time-60s",
      description = "Bars of the feature set; default: ${DEFAULT-VALUE}.")
  private String sampler;

  @Option(
      names = "--label",
      defaultValue = "fixed-15m",
      description = "What it predicts; default: ${DEFAULT-VALUE}.")
  private String label;

  @Option(
      names = "--trained-until",
      required = true,
      paramLabel = "DATE",
      description = "Only data before this date made it, UTC.")
  private LocalDate trainedUntil;

  @Option(
      names = "--expected",
      required = true,
      paramLabel = "FILE",
      description =
          "CSV with header or .parquet: feature columns, and score or score_0, score_1, ...")
  private String expected;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-5",
      description = "Greatest difference of a score, at most 0.01; default: ${DEFAULT-VALUE}.")
  private double tolerance;

  @Option(
      names = "--output",
      paramLabel = "OUTPUT",
      description = "Output of the file to serve, where several fit.")
  private Optional<String> output = Optional.empty();

  @Option(names = "--dry-run", description = "Check, try and compare; write nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    ImportJob.Asked asked = asked();
    ImportJob job = new ImportJob();
    ImportJob.Summary summary =
        dryRun ? job.look(lake.store(), asked) : job.run(lake.store(), asked);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("model        %s %s%n", summary.model(), summary.version());
    out.printf("file         %s, %,d bytes%n", summary.sha256(), summary.bytes());
    out.printf("trial        %s%n", summary.detail());
    out.printf(
        "certificate  %,d rows, %d label flips, %d mismatches, largest difference %s (tolerance"
            + " %s)%n",
        summary.match().rows(),
        summary.match().labelFlips(),
        summary.match().mismatches(),
        summary.match().maxDifference(),
        summary.match().tolerance());
    boolean good = summary.match().holds();
    out.println(
        switch (summary.written()) {
          case REGISTERED -> "registered; it serves nobody";
          case KNOWN -> "was registered before; nothing is written";
          case NOTHING -> "nothing is written";
        });
    out.flush();
    return good ? 0 : DIFFERENT;
  }

  private ImportJob.Asked asked() {
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(spec.commandLine(), file + " is no file");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", model);
    settings.put("features", features);
    settings.put("sampler", sampler);
    settings.put("label", label);
    try {
      return new ImportJob.Asked(
          Files.readAllBytes(file),
          name,
          new NightlyArgs(trainedUntil, NightlyConfig.of(settings), Progress.SILENT),
          output,
          expected,
          tolerance);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
