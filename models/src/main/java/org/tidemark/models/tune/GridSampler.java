package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Every combination once, the last parameter of the space changing fastest. Real parameters, and
 * whole ones with more values than that, take {@code points} values at equal distances (on their
 * own scale) from one end to the other; choices take all. Conditional parameters are gone through
 * only where they are there.
 *
 * @param points 1 to 1000; one is the middle
 */
public record GridSampler(int points) implements Sampler {
  static final int POINTS = 5;

  private static final int MOST = 1_000_000;

  public GridSampler {
    if (points < 1 || points > 1000) {
      throw new IllegalArgumentException("grid points = " + points + " must be from 1 to 1000");
    }
  }

  @Override
  public String id() {
    return "grid:points=" + points;
  }

  @Override
  public OptionalInt limit(Space space) {
    return OptionalInt.of(Math.toIntExact(count(space, new LinkedHashMap<>(), 0)));
  }

  /** Combinations of the parameters from {@code at} on, given the values before them. */
  private long count(Space space, Map<String, Value> before, int at) {
    if (at == space.parameters().size()) {
      return 1;
    }
    Parameter parameter = space.parameters().get(at);
    if (!Space.there(parameter, before)) {
      return count(space, before, at + 1);
    }
    List<Value> values = values(parameter.domain());
    long sum = 0;
    if (hangsOn(space, parameter)) {
      for (Value value : values) {
        before.put(parameter.name(), value);
        sum += count(space, before, at + 1);
        before.remove(parameter.name());
      }
    } else {
      sum = values.size() * count(space, before, at + 1);
    }
    if (sum > MOST) {
      throw new IllegalArgumentException(
          "the grid has more than " + MOST + " combinations; take fewer points or random");
    }
    return sum;
  }

  private static boolean hangsOn(Space space, Parameter parameter) {
    return space.parameters().stream()
        .anyMatch(p -> p.condition().map(c -> c.parent().equals(parameter.name())).orElse(false));
  }

  @Override
  public Assignment propose(
      Space space, Goal goal, long seed, int number, List<Trial> known, List<Assignment> beside) {
    Map<String, Value> values = new LinkedHashMap<>();
    long index = number;
    for (int at = 0; at < space.parameters().size(); at++) {
      Parameter parameter = space.parameters().get(at);
      if (!Space.there(parameter, values)) {
        continue;
      }
      for (Value value : values(parameter.domain())) {
        values.put(parameter.name(), value);
        long below = count(space, new LinkedHashMap<>(values), at + 1);
        if (index < below) {
          break;
        }
        index -= below;
      }
    }
    return new Assignment(values);
  }

  private List<Value> values(Domain domain) {
    int count = (int) Math.min(points, domain.size().orElse(Long.MAX_VALUE));
    if (domain instanceof Domain.Choice choice) {
      return choice.words().stream().<Value>map(Value.Word::new).toList();
    }
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Value value = domain.at(count == 1 ? 0.5 : (double) i / (count - 1));
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return values;
  }
}
