package org.tidemark.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tidemark.lakehouse.Lake;

/**
 * The command line that does a run, or one task of it, again: every setting that differs from the
 * standard one, and no settings file, which may have changed since.
 */
public final class RerunCommand {
  /** What {@code --config} takes for "no file". */
  public static final String NO_FILE = "none";

  private RerunCommand() {}

  /** The options that give a configuration, whatever stands in the lake's own settings file. */
  public static List<String> settings(NightlyConfig config) {
    List<String> words = new ArrayList<>(List.of("--config", NO_FILE));
    config.overrides().forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return List.copyOf(words);
  }

  /** All words, from the program's name on. */
  public static List<String> words(List<String> verb, Lake lake, NightlyArgs args) {
    List<String> words = new ArrayList<>(List.of("tidemark"));
    words.addAll(verb);
    words.addAll(List.of("--lake", text(lake), "--as-of", args.asOf().toString()));
    words.addAll(settings(args.config()));
    return List.copyOf(words);
  }

  /** One line for a shell. */
  public static String line(List<String> words) {
    return words.stream().map(RerunCommand::quoted).collect(Collectors.joining(" "));
  }

  /** The lake as a user names it: an absolute path or a URI. */
  public static String text(Lake lake) {
    return lake.isLocal() ? lake.localPath("").toString() : lake.root();
  }

  /** As a shell takes it for one word. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
