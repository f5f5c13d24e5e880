package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.dag.DagsCommand;
import org.tidemark.jobs.dag.NightlyDag;
import org.tidemark.jobs.dag.Task;
import org.tidemark.jobs.monitor.ParityException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command line of Tidemark. */
@Command(
    name = "tidemark",
    mixinStandardHelpOptions = true,
    versionProvider = TidemarkCommand.Version.class,
    description = "Machine learning on market data: raw files to certified, live-scored models.",
    footer = {
      "",
      "Exit codes: 0 done, 1 a job failed, 2 wrong usage, 4 causality found a leak,",
      "5 what was computed again differs (parity, audit, explain-score, models reproduce, import),",
      "69 a prerequisite is missing.",
      "",
      "Begin with:  tidemark demo",
      "Every verb:  tidemark VERB --help"
    },
    subcommands = {
      DemoCommand.class,
      IngestCommand.class,
      FormatsCommand.class,
      ReplayCommand.class,
      ScoreCommand.class,
      WatchCommand.class,
      StatusCommand.class,
      RealTimeCommand.class,
      AuditCommand.class,
      ExplainScoreCommand.class,
      SignalsCommand.class,
      CrossCommand.class,
      DoctorCommand.class,
      RunCommand.class,
      RetrainCommand.class,
      SqlCommand.class,
      ShellCommand.class,
      TablesCommand.class,
      FeatureSetsCommand.class,
      ValidateCommand.class,
      TrainCommand.class,
      TuneCommand.class,
      CausalityCommand.class,
      ParityCommand.class,
      ModelsCommand.class,
      CompareCommand.class,
      DagsCommand.class,
      HelpCommand.class
    })
public final class TidemarkCommand {
  private static final int FAILED = 1;
  private static final int DIFFERENT = 5;

  /** Version and commit. */
  public static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tidemark " + Environment.codeVersion()};
    }
  }

  private TidemarkCommand() {}

  /** Runs one verb and returns its exit code. */
  public static int execute(String... args) {
    return line()
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .execute(args);
  }

  /** Every verb, those of the nightly tasks too. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new TidemarkCommand());
    for (Task task : NightlyDag.DAG.tasks()) {
      if (!line.getSubcommands().containsKey(task.id())) {
        CommandLine one = new CommandLine(new TaskCommand(task.id()));
        one.getCommandSpec().usageMessage().description(task.purpose());
        line.addSubcommand(task.id(), one);
      }
    }
    return line.setExecutionExceptionHandler(TidemarkCommand::failed);
  }

  private static int failed(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println("tidemark: " + said(problem));
    if (problem instanceof ParityException) {
      line.getErr().flush();
      return DIFFERENT;
    }
    if (System.getenv("TIDEMARK_TRACE") != null) {
      problem.printStackTrace(line.getErr());
    } else {
      line.getErr().println("(set TIDEMARK_TRACE=1 for the stack trace)");
    }
    line.getErr().flush();
    return FAILED;
  }

  /**
   * What to say of a problem. The message of a streaming query that failed is mostly its plan: of
   * such, the first line of what failed, and of what that came from.
   */
  static String said(Exception problem) {
    if (!(problem instanceof StreamingQueryException query) || problem.getCause() == null) {
      return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }
    Throwable first = problem.getCause();
    Throwable root = first;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String whole = "[" + query.getCondition() + "] " + firstLine(first);
    return root == first || whole.contains(firstLine(root))
        ? whole
        : whole + "; caused by " + root.getClass().getSimpleName() + ": " + firstLine(root);
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }
}
