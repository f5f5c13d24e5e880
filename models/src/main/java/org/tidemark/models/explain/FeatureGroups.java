package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which columns are shuffled together.
 *
 * @param names of the groups
 * @param groupOf the group of each column, from 0
 */
public record FeatureGroups(List<String> names, List<Integer> groupOf) {
  /** Joins the columns of a group to its name. */
  public static final String JOINT = "+";

  public FeatureGroups {
    names = List.copyOf(names);
    groupOf = List.copyOf(groupOf);
    for (int group : groupOf) {
      if (group < 0 || group >= names.size()) {
        throw new IllegalArgumentException(
            "group " + group + " of a column must be from 0 and below " + names.size());
      }
    }
  }

  /** Every column by itself. */
  public static FeatureGroups each(List<String> features) {
    return new FeatureGroups(features, IntStream.range(0, features.size()).boxed().toList());
  }

  /**
   * Columns that can stand in for each other: those whose rank correlation is at least {@code
   * least} in absolute value share a group, and so do those that share one with the same column
   * (single linkage). A group is named by its columns, joined by {@value #JOINT}, in order.
   *
   * @param rows row-major; a missing value counts as the middle rank of its column
   * @param least above 0 and at most 1
   */
  public static FeatureGroups correlated(List<String> features, float[] rows, double least) {
    if (!(least > 0 && least <= 1)) {
      throw new IllegalArgumentException("correlation " + least + " must be above 0, at most 1");
    }
    int width = features.size();
    double[][] columns = new double[width][];
    for (int j = 0; j < width; j++) {
      columns[j] = Ranks.standardised(rows, j, width);
    }
    int[] first = IntStream.range(0, width).toArray();
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < j; i++) {
        if (first[i] != first[j] && Math.abs(dot(columns[i], columns[j])) >= least) {
          int gone = Math.max(first[i], first[j]);
          int stays = Math.min(first[i], first[j]);
          first = Arrays.stream(first).map(f -> f == gone ? stays : f).toArray();
        }
      }
    }
    Map<Integer, List<String>> members = new LinkedHashMap<>();
    List<Integer> groupOf = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      members.computeIfAbsent(first[j], k -> new ArrayList<>()).add(features.get(j));
      groupOf.add(List.copyOf(members.keySet()).indexOf(first[j]));
    }
    return new FeatureGroups(
        members.values().stream().map(m -> String.join(JOINT, m)).toList(), groupOf);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
