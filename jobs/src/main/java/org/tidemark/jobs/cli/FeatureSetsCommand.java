package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Output;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.set.FeatureSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the feature sets that the verbs know, those of jars too, or shows one. */
@Command(
    name = "feature-sets",
    mixinStandardHelpOptions = true,
    description = "List every feature set with where it comes from, or one with its columns.",
    footer = {
      "",
      "Examples:",
      "  tidemark feature-sets",
      "  tidemark feature-sets core65 --sampler time-300s",
      "  tidemark --jars my-features.jar feature-sets myset --spec"
    })
public final class FeatureSetsCommand implements Callable<Integer> {
  private static final int SHORT_HASH = 12;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Feature set.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--sampler",
      defaultValue = "time-60s",
      description = "Bars, as in the nightly settings; default: ${DEFAULT-VALUE}.")
  private String sampler;

  @Option(names = "--spec", description = "The specification of the set, as Markdown.")
  private boolean specification;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Sampler<?> bars = Samplers.parse(sampler);
    if (name.isEmpty()) {
      list(bars, out);
    } else if (specification) {
      out.print(FeatureSpec.markdown(FeatureSets.named(name.get(), bars)));
    } else {
      show(FeatureSets.named(name.get(), bars), bars, out);
    }
    out.flush();
    return 0;
  }

  private static void list(Sampler<?> sampler, PrintWriter out) {
    List<String[]> lines = new ArrayList<>();
    for (FeatureSets.Entry entry : FeatureSets.entries(sampler)) {
      FeatureSet set = entry.set();
      lines.add(
          new String[] {
            set.name(),
            Integer.toString(set.features().size()),
            Integer.toString(set.width()),
            inputs(set),
            set.hash().substring(0, SHORT_HASH),
            entry.origin()
          });
    }
    TextTable.print(
        new String[] {"name", "features", "columns", "reads", "hash", "from"}, lines, out);
  }

  private static void show(FeatureSet set, Sampler<?> sampler, PrintWriter out) {
    out.println(set.name() + ": bars " + set.sampler().id() + ", reads " + inputs(set));
    out.println("hash " + set.hash());
    FeatureSets.entries(sampler).stream()
        .filter(entry -> entry.set().name().equals(set.name()))
        .forEach(entry -> out.println("from " + entry.origin()));
    List<String[]> lines = new ArrayList<>();
    for (Feature<?> feature : set.features()) {
      for (Output output : feature.outputs()) {
        lines.add(
            new String[] {output.name(), feature.id().toString(), output.unit(), output.meaning()});
      }
    }
    TextTable.print(new String[] {"column", "feature", "unit", "meaning"}, lines, out);
  }

  /** Bars are read always; other kinds where a feature asks for them. */
  private static String inputs(FeatureSet set) {
    return set.inputs().isEmpty()
        ? "bars"
        : "bars, "
            + set.inputs().stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT) + "s")
                .collect(Collectors.joining(", "));
  }
}
