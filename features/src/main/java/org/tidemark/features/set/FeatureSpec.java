package org.tidemark.features.set;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.market.EventKind;

/** Renders the specification of all registered features, {@code docs/spec/features.md}. */
public final class FeatureSpec {
  private FeatureSpec() {}

  /** The whole file, ending in a newline. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Features\n\n");
    text.append("This file is generated from the code by `FeatureSpec`; a test keeps it true. ");
    text.append("To renew it: `./mvnw test -pl features -am -Dtest=FeatureSpecGoldenTest ");
    text.append("-Dsurefire.failIfNoSpecifiedTests=false -Dtidemark.update=true`.\n\n");
    text.append("Notation: O[k], H[k], L[k], C[k], V[k] are open, high, low, close and volume of ");
    text.append("the bar k bars ago; k = 0 is the bar that has just closed. Other names in a ");
    text.append(
        "formula (bars, window, fast, ...) are parameters in its definition. Windows are counted ");
    text.append("in bars that exist: a span without a trade has no bar. ln is the natural ");
    text.append("logarithm. \"Wilder mean over n\" is S = (S (n - 1) + x) / n, seeded with the ");
    text.append("mean of the first n values. Values are computed in double and rounded once to ");
    text.append("float; sums run from oldest to newest. NaN means \"not ready\" and nothing ");
    text.append(
        "else. Examples use one-minute bars without gaps; \"prices\" are bars whose open, ");
    text.append(
        "high, low and close are that price, with volume 1; the values stand for the last ");
    text.append("bar and are checked by a test. A quote or book is usable when it has both sides ");
    text.append("and the bid is at most the ask; any other changes nothing, and the usable one ");
    text.append("before it goes on standing. Top-of-book features take whichever usable quote or ");
    text.append("book came last; features of depth take books only once there was one, and ");
    text.append("before that a quote as a book of one level.\n");
    Set<Feature<?>> told = new HashSet<>();
    FeatureSets.all().forEach(set -> set(set, told, text));
    text.append(CrossSpec.markdown());
    return text.toString();
  }

  /** The section of one set, ending in a newline. */
  public static String markdown(FeatureSet set) {
    StringBuilder text = new StringBuilder();
    set(set, new HashSet<>(), text);
    return text.substring(1);
  }

  private static void set(FeatureSet set, Set<Feature<?>> told, StringBuilder text) {
    text.append("\n## Feature set ").append(set.name()).append("\n\n");
    text.append(set.features().size()).append(" definitions, ").append(set.width());
    text.append(" columns, in this order. Reads beside closed bars: ");
    text.append(set.inputs().isEmpty() ? "nothing" : words(set.inputs())).append(".\n\n");
    text.append("| column | requirement | unit | meaning |\n|---|---|---|---|\n");
    for (Feature<?> feature : set.features()) {
      List<Output> outputs = feature.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        Output output = outputs.get(i);
        text.append("| `").append(output.name()).append("` | ");
        text.append(feature.doc().requirements().get(i)).append(" | ").append(output.unit());
        text.append(" | ").append(output.meaning()).append(" |\n");
      }
    }
    if (!told.isEmpty()) {
      text.append("\nA definition that stands above under another set is not repeated.\n");
    }
    set.features().stream().filter(told::add).forEach(feature -> feature(feature, text));
  }

  private static void feature(Feature<?> feature, StringBuilder text) {
    FeatureDoc doc = feature.doc();
    Example example = doc.example();
    text.append("\n### ").append(String.join(", ", doc.requirements())).append(": `");
    text.append(feature.id()).append("`\n\n");
    text.append("- Definition: `").append(feature).append("`.\n");
    text.append("- Formula: ").append(doc.formula()).append(".\n");
    text.append("- Division by zero: ").append(doc.edge()).append(".\n");
    text.append("- Ready at ").append(warmup(doc.warmup())).append("; NaN before.\n");
    text.append("- Memory: ").append(memory(feature.memory())).append(".\n");
    text.append("- Source: ").append(doc.source()).append(".\n");
    text.append("- Example: ").append(example.given()).append(": ");
    List<String> values = new ArrayList<>();
    example.expected().forEach(value -> values.add(number(value)));
    text.append(String.join(" and ", values)).append(" (").append(example.working());
    text.append(").\n");
  }

  private static String warmup(Warmup warmup) {
    if (warmup instanceof Warmup.Bars bars) {
      return "bar " + bars.count();
    }
    if (warmup instanceof Warmup.Quoted) {
      return "the first bar that closes after a usable quote or book";
    }
    return "the first bar that closes "
        + words(((Warmup.Span) warmup).duration())
        + " or more after the first bar";
  }

  private static String memory(Memory memory) {
    if (memory instanceof Memory.Bars bars) {
      return bars.count() == 1 ? "the last bar" : "the last " + bars.count() + " bars";
    } else if (memory instanceof Memory.Span span) {
      return "from the newest bar that closed " + words(span.duration()) + " or more ago";
    }
    if (memory instanceof Memory.Resting resting) {
      return (resting.count() == 1 ? "the last bar" : "the last " + resting.count() + " bars")
          + " and the usable quote and book that stood when they began";
    }
    return "unbounded (recursive)";
  }

  private static String words(Set<EventKind> kinds) {
    return kinds.stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT) + "s")
        .collect(Collectors.joining(", "));
  }

  private static String words(Duration duration) {
    return duration.toMinutes() + (duration.toMinutes() == 1 ? " minute" : " minutes");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.8g", value);
  }
}
