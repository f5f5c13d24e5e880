package org.tidemark.models.uncertain;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some of the classes.
 *
 * @param classes ascending, one or more of them
 */
public record ClassSet(List<Integer> classes) implements Region {
  public ClassSet {
    classes = List.copyOf(classes);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("a set of classes must hold one at least");
    }
  }

  /** Those that are marked. */
  static ClassSet of(boolean[] in) {
    return new ClassSet(IntStream.range(0, in.length).filter(k -> in[k]).boxed().toList());
  }

  @Override
  public boolean covers(double label) {
    return classes.contains((int) label);
  }

  @Override
  public double size() {
    return classes.size();
  }

  /** Its classes with commas between, as {@code 0,2}. */
  public String text() {
    return classes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
