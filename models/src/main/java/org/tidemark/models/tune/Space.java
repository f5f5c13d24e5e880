package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters that a study searches. A conditional parameter comes after the choice it hangs on.
 *
 * <p>For samplers an assignment is a point: one coordinate in [0, 1] per parameter, NaN where the
 * parameter is not there.
 *
 * @param parameters at least one, names all different
 */
public record Space(List<Parameter> parameters) {
  public Space {
    parameters = List.copyOf(parameters);
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "a space needs a parameter, for example xgboost.depth=int(3,9)");
    }
    Map<String, Domain> before = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      parameter.condition().ifPresent(condition -> check(parameter, condition, before));
      if (before.put(parameter.name(), parameter.domain()) != null) {
        throw new IllegalArgumentException(
            "parameter " + parameter.name() + " stands twice in the space; name it once");
      }
    }
  }

  private static void check(
      Parameter parameter, Parameter.Condition condition, Map<String, Domain> before) {
    if (!(before.get(condition.parent()) instanceof Domain.Choice choice)
        || !choice.words().containsAll(condition.words())) {
      throw new IllegalArgumentException(
          parameter.name()
              + " hangs on "
              + condition.id()
              + ", but no earlier choice has that name and those words");
    }
  }

  /** Reads {@code learner=choice(xgboost|logistic),xgboost.depth=int(3,9)@learner=xgboost}. */
  public static Space parse(String text) {
    List<Parameter> parameters = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      char c = at == text.length() ? ',' : text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && (depth == 0 || at == text.length())) {
        parameters.add(Parameter.parse(text.substring(from, at).strip()));
        from = at + 1;
      }
    }
    return new Space(parameters);
  }

  /** The text that {@link #parse} reads back. */
  public String id() {
    return parameters.stream().map(Parameter::id).collect(Collectors.joining(","));
  }

  /** Reads the text of an assignment; refuses what is missing, not there, or outside its domain. */
  public Assignment read(String text) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] sides = pair.split("=", 2);
      if (sides.length != 2 || texts.put(sides[0], sides[1]) != null) {
        throw new IllegalArgumentException(
            "assignment '" + text + "' must be written like xgboost.depth=5,xgboost.eta=0.1");
      }
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String value = texts.remove(parameter.name());
      if (there(parameter, values) != (value != null)) {
        throw new IllegalArgumentException(
            "assignment '" + text + "' must set " + parameter.id() + " just when it is there");
      }
      if (value != null) {
        values.put(parameter.name(), parameter.domain().read(value));
      }
    }
    if (!texts.isEmpty()) {
      throw new IllegalArgumentException(
          "assignment '" + text + "' sets " + texts.keySet() + ", which the space does not have");
    }
    return new Assignment(values);
  }

  /** Whether a parameter is there, given the values of those before it. */
  static boolean there(Parameter parameter, Map<String, Value> before) {
    return parameter
        .condition()
        .map(
            c ->
                before.get(c.parent()) instanceof Value.Word word
                    && c.words().contains(word.word()))
        .orElse(true);
  }

  /** The assignment at a point; coordinates of parameters that are not there are not looked at. */
  Assignment at(double[] point) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int d = 0; d < point.length; d++) {
      Parameter parameter = parameters.get(d);
      if (there(parameter, values)) {
        values.put(parameter.name(), parameter.domain().at(point[d]));
      }
    }
    return new Assignment(values);
  }

  /** The point of an assignment. */
  double[] point(Assignment assignment) {
    double[] point = new double[parameters.size()];
    for (int d = 0; d < point.length; d++) {
      Parameter parameter = parameters.get(d);
      Value value = assignment.values().get(parameter.name());
      point[d] = value == null ? Double.NaN : parameter.domain().coordinate(value);
    }
    return point;
  }
}
