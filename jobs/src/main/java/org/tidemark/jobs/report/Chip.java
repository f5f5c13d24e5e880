package org.tidemark.jobs.report;

import java.util.Locale;

/**
 * A state as a small coloured label; the word itself carries the meaning, the colour only helps.
 */
final class Chip {
  private Chip() {}

  static void write(Markup out, String state) {
    out.element("span", state, "class", "chip " + mood(state));
  }

  private static String mood(String state) {
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "promoted", "champion", "holds", "done", "ok", "stable", "passed", "clean", "equal" ->
          "good";
      case "fails",
          "failed",
          "error",
          "drifted",
          "no champion",
          "leak",
          "different",
          "incomplete" ->
          "bad";
      case "warning",
          "watch",
          "kept champion",
          "resumed",
          "retired",
          "rolled back",
          "untested",
          "not comparable" ->
          "warn";
      default -> "plain";
    };
  }
}
