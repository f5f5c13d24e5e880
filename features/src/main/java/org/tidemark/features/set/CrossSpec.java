package org.tidemark.features.set;

import java.util.Locale;
import org.tidemark.features.cross.CrossDoc;
import org.tidemark.features.cross.CrossFeature;

/** Renders the part of the specification that is about cross-instrument features. */
final class CrossSpec {
  private CrossSpec() {}

  /** The chapter, ending in a newline. */
  static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("\n## Cross-instrument sets\n\n");
    text.append(CrossSets.FEATURES.size()).append(" columns for a universe: a declared, ");
    text.append("versioned list of two or more instruments, each with the span of days in which ");
    text.append("it belongs (`majors@1:BTCUSD,ETHUSD[2018-01-01..],LTCUSD`). The table is named ");
    text.append("`cross_` and the universe, and what the sampler adds; it has one row for each ");
    text.append("bar of a member. Bars end on one grid: samplers `time-` and `session-` only.\n\n");
    text.append(
        "Stage one closes each member's bars. Stage two makes the rows of a time when the ");
    text.append("log of every member is complete up to it, heartbeats included, of bars that ");
    text.append("ended by then: so they follow from the members' logs, not from who arrived ");
    text.append("first, and a silent member keeps all waiting until its next event after that ");
    text.append("time. There is no other limit to the wait.\n\n");
    text.append("At each bar of a member after its first stands a pair of returns over the time ");
    text.append("from its bar before to this one, however long. r is the log return of its ");
    text.append("close. m is the sum over the bar ends of any member in that time, oldest first, ");
    text.append("of the mean log return of the other members that have a bar there and one ");
    text.append(
        "before, 0 where none has. The mean's sum is that of the members before it in the ");
    text.append(
        "order of ids, first to last, plus that of those after it, last to first. Windows ");
    text.append("count the member's own bars. r[k] and m[k] are the pair k bars ago.\n\n");
    text.append("| column | unit | meaning |\n|---|---|---|\n");
    for (CrossFeature feature : CrossSets.FEATURES) {
      text.append("| `").append(feature.output().name()).append("` | ");
      text.append(feature.output().unit()).append(" | ");
      text.append(feature.output().meaning()).append(" |\n");
    }
    CrossSets.FEATURES.forEach(feature -> feature(feature, text));
    return text.toString();
  }

  private static void feature(CrossFeature feature, StringBuilder text) {
    CrossDoc doc = feature.doc();
    text.append("\n### issue 3: `").append(feature.id()).append("`\n\n");
    text.append("- Definition: `").append(feature).append("`.\n");
    text.append("- Formula: ").append(doc.formula()).append(".\n");
    text.append("- Division by zero: ").append(doc.edge()).append(".\n");
    text.append("- Ready at bar ").append(feature.pairs() + 1);
    text.append(" of the member; NaN before.\n");
    text.append("- Memory: ").append(memory(feature.pairs())).append(".\n");
    text.append("- Source: ").append(doc.source()).append(".\n");
    text.append("- Example: ").append(doc.example().given()).append(": ");
    text.append(String.format(Locale.ROOT, "%.8g", doc.example().expected()));
    text.append(" for A (").append(doc.example().working()).append(").\n");
  }

  private static String memory(int pairs) {
    return pairs == 0
        ? "of every member the bar at this time and the one before it"
        : "the member's last "
            + (pairs + 1)
            + " bars; of every other member the bars after the first of these, and the last one up"
            + " to it";
  }
}
