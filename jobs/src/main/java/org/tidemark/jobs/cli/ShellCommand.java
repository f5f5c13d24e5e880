package org.tidemark.jobs.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verbs one after the other in one process. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = {
      "Run verbs one after the other in one process: the first waits for Spark to start, the",
      "others do not. Reads one verb with its arguments a line, without 'tidemark', from standard",
      "input; words with blanks stand in ' or \". Empty lines and those that begin with # are",
      "passed over; 'exit' or the end of the input ends it. After each verb its exit code and its",
      "time are printed on standard error."
    },
    footer = {
      "",
      "Spark's settings and master are those that the shell began with, for every verb.",
      "Exit codes: of a script (standard input is no terminal) that of the first verb that failed,",
      "which ends it, or with --keep-going that of the last verb that failed; 0 when none did, and",
      "at a terminal.",
      "",
      "Examples:",
      "  tidemark shell --lake lake",
      "  tidemark shell --lake lake < verbs.txt",
      "  echo 'sql \"select count(*) from market.bars\"' | tidemark shell --lake lake"
    })
public final class ShellCommand implements Callable<Integer> {
  private static final String NAME = "shell";
  private static final String LAKE = "--lake";
  private static final String PROMPT = "tidemark> ";
  private static final double NANOS = 1e9;
  private static final char NONE = 0;

  @Spec private CommandSpec spec;

  @Option(
      names = LAKE,
      paramLabel = "DIR|URI",
      description = "Lake of the verbs that name none themselves.")
  private Optional<String> lake;

  @Option(names = "--keep-going", description = "Go on after a verb that failed, as at a terminal.")
  private boolean keepGoing;

  @Override
  public Integer call() throws IOException {
    boolean terminal = System.console() != null;
    PrintWriter out = spec.commandLine().getOut();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int failed = 0;
    while (true) {
      if (terminal) {
        out.print(PROMPT);
        out.flush();
      }
      String line = lines.readLine();
      if (line == null || line.strip().equals("exit")) {
        return terminal ? 0 : failed;
      }
      int code = line.isBlank() || line.strip().startsWith("#") ? 0 : run(line);
      if (code != 0) {
        failed = code;
        if (!terminal && !keepGoing) {
          return failed;
        }
      }
    }
  }

  private int run(String line) {
    PrintWriter err = spec.commandLine().getErr();
    long begun = System.nanoTime();
    int code = CommandLine.ExitCode.USAGE;
    try {
      List<String> words = words(line);
      if (words.get(0).equals(NAME)) {
        err.println("tidemark: this is the shell; name another verb, or 'exit'");
      } else {
        CommandLine verbs = TidemarkCommand.line().setOut(spec.commandLine().getOut()).setErr(err);
        code = verbs.execute(withLake(verbs, words).toArray(String[]::new));
      }
    } catch (IllegalArgumentException unclosed) {
      err.println("tidemark: " + unclosed.getMessage());
    }
    spec.commandLine().getOut().flush();
    double seconds = (System.nanoTime() - begun) / NANOS;
    err.println(String.format(Locale.ROOT, "exit %d after %.2f s", code, seconds));
    err.flush();
    return code;
  }

  /**
   * The words of a line, as a POSIX shell would part them but for escapes and variables.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = NONE;
    for (char c : line.toCharArray()) {
      if (quote != NONE ? c == quote : c == '"' || c == '\'') {
        quote = quote == NONE ? c : NONE;
        begun = true; // also an empty word
      } else if (quote != NONE || !Character.isWhitespace(c)) {
        word.append(c);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quote != NONE) {
      throw new IllegalArgumentException("a " + quote + " is not closed in: " + line);
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /** The words with the shell's lake, where the verb takes one and names none. */
  private List<String> withLake(CommandLine line, List<String> words) {
    CommandLine verb = line;
    for (String word : words) {
      CommandLine below = verb.getSubcommands().get(word);
      if (below == null) {
        break;
      }
      verb = below;
    }
    if (lake.isEmpty()
        || verb.getCommandSpec().findOption(LAKE) == null
        || words.stream().anyMatch(word -> word.equals(LAKE) || word.startsWith(LAKE + "="))) {
      return words;
    }
    List<String> more = new ArrayList<>(words);
    more.add(LAKE + "=" + lake.get());
    return more;
  }
}
