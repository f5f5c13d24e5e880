package org.tidemark.jobs.dag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A pipeline as a value: tasks with unique ids, known parents and no cycle, on a cron schedule. It
 * knows neither how a task is run nor who schedules it.
 *
 * @param id lower snake case
 * @param schedule five cron fields, read in UTC
 * @param tasks at least one
 */
public record Dag(String id, String schedule, List<Task> tasks) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final int MAX_ID = 60;

  /** An arrow from a parent to its child. */
  public record Edge(String parent, String child) {}

  public Dag {
    tasks = List.copyOf(tasks);
    requireId("dag", id);
    Cron.check(schedule);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("dag " + id + " has no tasks; give at least one");
    }
    Set<String> ids = new HashSet<>();
    for (Task task : tasks) {
      if (!ids.add(task.id())) {
        throw new IllegalArgumentException(
            "dag " + id + " has two tasks named " + task.id() + "; rename one");
      }
    }
    for (Task task : tasks) {
      for (String parent : task.parents()) {
        if (!ids.contains(parent)) {
          throw new IllegalArgumentException(
              "task %s of dag %s names the unknown parent %s; known are %s"
                  .formatted(task.id(), id, parent, ids.stream().sorted().toList()));
        }
      }
    }
    order(id, tasks);
  }

  /**
   * The tasks so that parents come before children; among those that are ready, in the order they
   * were declared. Always the same list for the same DAG.
   */
  public List<Task> topological() {
    return order(id, tasks);
  }

  /** All arrows: by child in declared order, then by parent in the child's own order. */
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (Task task : tasks) {
      task.parents().forEach(parent -> edges.add(new Edge(parent, task.id())));
    }
    return List.copyOf(edges);
  }

  /** The task of that id. */
  public Task task(String taskId) {
    return tasks.stream()
        .filter(task -> task.id().equals(taskId))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "dag %s has no task %s; it has %s"
                        .formatted(id, taskId, tasks.stream().map(Task::id).toList())));
  }

  /** Ids of everything that must have succeeded before the task may start. */
  public Set<String> ancestors(String taskId) {
    Set<String> found = new LinkedHashSet<>();
    collectAncestors(taskId, found);
    return found;
  }

  private void collectAncestors(String taskId, Set<String> found) {
    for (String parent : task(taskId).parents()) {
      if (found.add(parent)) {
        collectAncestors(parent, found);
      }
    }
  }

  static void requireId(String what, String id) {
    if (id.length() > MAX_ID || !ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "%s id '%s' must be lower snake case of at most %d characters"
              .formatted(what, id, MAX_ID));
    }
  }

  private static List<Task> order(String id, List<Task> tasks) {
    Map<String, Task> waiting = new LinkedHashMap<>();
    tasks.forEach(task -> waiting.put(task.id(), task));
    Map<String, Task> placed = new HashMap<>();
    List<Task> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Task next =
          waiting.values().stream()
              .filter(task -> placed.keySet().containsAll(task.parents()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "dag %s has a cycle among or above %s; remove an edge"
                              .formatted(id, waiting.keySet())));
      waiting.remove(next.id());
      placed.put(next.id(), next);
      ordered.add(next);
    }
    return List.copyOf(ordered);
  }
}
