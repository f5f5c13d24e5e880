package org.tidemark.jobs.dag;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of a pipeline: a Tidemark command line with placeholders, after its parents.
 *
 * @param id lower snake case; unique in its DAG
 * @param purpose one sentence for people who read the plan
 * @param parents ids of the tasks that must succeed first, in the order they are drawn
 * @param command arguments of the {@code tidemark} program; {@code {{name}}} is replaced at run
 *     time, {@code {{ds}}} being the as-of date
 * @param retries further attempts that a scheduler makes after the first one fails, 0 to 10
 * @param timeout limit of one attempt
 */
public record Task(
    String id,
    String purpose,
    List<String> parents,
    List<String> command,
    int retries,
    Duration timeout) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-z][a-z0-9_]*)\\s*}}");
  private static final int MAX_RETRIES = 10;

  public Task {
    parents = List.copyOf(parents);
    command = List.copyOf(command);
    Dag.requireId("task", id);
    if (purpose.isBlank() || purpose.contains("\n")) {
      throw new IllegalArgumentException("task " + id + " needs a purpose of one line");
    }
    if (Set.copyOf(parents).size() != parents.size()) {
      throw new IllegalArgumentException(
          "task " + id + " names a parent twice: " + parents + "; name each once");
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException(
          "task " + id + " has an empty command; give at least the verb");
    }
    if (retries < 0 || retries > MAX_RETRIES) {
      throw new IllegalArgumentException(
          "task " + id + " has " + retries + " retries; the limit is 0 to " + MAX_RETRIES);
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "task " + id + " has timeout " + timeout + "; the least is one second");
    }
  }

  /** Names of the placeholders in the command, in order of appearance. */
  public Set<String> placeholders() {
    Set<String> names = new LinkedHashSet<>();
    for (String word : command) {
      Matcher matcher = PLACEHOLDER.matcher(word);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /**
   * The command with every placeholder replaced.
   *
   * @throws IllegalArgumentException if a placeholder has no value
   */
  public List<String> arguments(Map<String, String> values) {
    return command.stream().map(word -> fill(word, values)).toList();
  }

  private String fill(String word, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(word)
        .replaceAll(
            match -> {
              String name = match.group(1);
              if (!values.containsKey(name)) {
                throw new IllegalArgumentException(
                    "task %s uses {{%s}}, which has no value; given are %s"
                        .formatted(id, name, values.keySet().stream().sorted().toList()));
              }
              return Matcher.quoteReplacement(values.get(name));
            });
  }
}
