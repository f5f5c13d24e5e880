package org.tidemark.jobs.dag;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of a five-field cron expression; only checked here, fired by the scheduler. */
final class Cron {
  private static final Pattern ITEM = Pattern.compile("(?:\\*|(\\d+)(?:-(\\d+))?)(?:/(\\d+))?");
  private static final String[] FIELDS = {"minute", "hour", "day of month", "month", "day of week"};
  private static final int[][] LIMITS = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};

  private Cron() {}

  /**
   * @throws IllegalArgumentException naming the field that is wrong
   */
  static void check(String expression) {
    String[] fields = expression.split(" ", -1);
    if (fields.length != FIELDS.length) {
      throw new IllegalArgumentException(
          "schedule '%s' has %d fields; cron has five, one blank apart: minute hour day month weekday"
              .formatted(expression, fields.length));
    }
    for (int i = 0; i < fields.length; i++) {
      for (String item : fields[i].split(",", -1)) {
        if (!valid(item, LIMITS[i][0], LIMITS[i][1])) {
          throw new IllegalArgumentException(
              "schedule '%s': %s '%s' must be *, n, n-m or either with /step, from %d to %d"
                  .formatted(expression, FIELDS[i], item, LIMITS[i][0], LIMITS[i][1]));
        }
      }
    }
  }

  private static boolean valid(String item, int least, int most) {
    Matcher matcher = ITEM.matcher(item);
    if (item.length() > 9 || !matcher.matches()) {
      return false;
    }
    int from = matcher.group(1) == null ? least : Integer.parseInt(matcher.group(1));
    int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
    int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
    return least <= from && from <= to && to <= most && step >= 1;
  }
}
