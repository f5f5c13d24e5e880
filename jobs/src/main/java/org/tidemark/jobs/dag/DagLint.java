package org.tidemark.jobs.dag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is legal in a {@link Dag} and wrong in a pipeline all the same: verbs nobody serves, tasks
 * that ignore their date or lake, values nobody supplies, ends nobody reads.
 */
public final class DagLint {
  private final Set<String> verbs;
  private final Set<String> placeholders;

  /**
   * @param verbs first words of commands that the program understands
   * @param placeholders names that every runner supplies
   */
  public DagLint(Set<String> verbs, Set<String> placeholders) {
    this.verbs = Set.copyOf(verbs);
    this.placeholders = Set.copyOf(placeholders);
  }

  /** One sentence per finding, in task order; empty when the pipeline is sound. */
  public List<String> findings(Dag dag) {
    List<String> findings = new ArrayList<>();
    Map<List<String>, String> commands = new HashMap<>();
    for (Task task : dag.tasks()) {
      String verb = task.command().get(0);
      if (!verbs.contains(verb)) {
        findings.add(
            "task %s: unknown verb '%s'; known are %s"
                .formatted(task.id(), verb, verbs.stream().sorted().toList()));
      }
      for (String name : task.placeholders()) {
        if (!placeholders.contains(name)) {
          findings.add("task %s: nobody supplies {{%s}}".formatted(task.id(), name));
        }
      }
      for (String name : List.of("ds", "lake")) {
        if (!task.placeholders().contains(name)) {
          findings.add(
              "task %s: the command does not use {{%s}}, so a rerun of another day would do the same"
                  .formatted(task.id(), name));
        }
      }
      String other = commands.putIfAbsent(task.command(), task.id());
      if (other != null) {
        findings.add("task %s: same command as task %s".formatted(task.id(), other));
      }
    }
    List<String> ends =
        dag.tasks().stream()
            .map(Task::id)
            .filter(id -> dag.edges().stream().noneMatch(edge -> edge.parent().equals(id)))
            .toList();
    if (ends.size() > 1) {
      findings.add("dag %s ends in %s; let one last task see them all".formatted(dag.id(), ends));
    }
    return List.copyOf(findings);
  }
}
