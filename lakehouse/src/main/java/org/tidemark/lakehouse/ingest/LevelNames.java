package org.tidemark.lakehouse.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of a book's level columns; {@code bid_price_{1..10}} stands for ten names. */
final class LevelNames {
  private static final Pattern RANGE =
      Pattern.compile("([^{}]*)\\{(\\d{1,4})\\.\\.(\\d{1,4})}([^{}]*)");

  private LevelNames() {}

  /** The names in order, ranges written out. */
  static List<String> of(YamlSection section, String field, List<String> texts) {
    List<String> names = new ArrayList<>();
    for (String text : texts) {
      Matcher range = RANGE.matcher(text);
      if (!range.matches()) {
        names.add(text);
        continue;
      }
      int last = Integer.parseInt(range.group(3));
      for (int i = Integer.parseInt(range.group(2)); i <= last; i++) {
        names.add(range.group(1) + i + range.group(4));
      }
    }
    if (names.isEmpty() || names.size() > Levels.MOST) {
      throw section.problem(
          field + " names " + names.size() + " levels; it must name 1 to " + Levels.MOST);
    }
    return List.copyOf(names);
  }

  /** Refuses a side with more prices than sizes, or fewer. */
  static void checkPairs(YamlSection section, Map<String, List<String>> columns) {
    for (String side : List.of("bid", "ask")) {
      int prices = columns.get(side + "-prices").size();
      int sizes = columns.get(side + "-sizes").size();
      if (prices != sizes) {
        throw section.problem(
            side + "-prices names " + prices + " levels and " + side + "-sizes " + sizes);
      }
    }
  }
}
