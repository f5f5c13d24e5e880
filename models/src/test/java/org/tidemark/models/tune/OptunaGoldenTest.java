package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our TPE beside Optuna's on standard functions: the median over seeds of the best value after the
 * same number of trials. Optuna's values were written by benchmarks/tune/with_optuna.py; ours go to
 * target/tune/ours.csv in the same form.
 */
class OptunaGoldenTest {
  private static final int TRIALS = 100;
  private static final int SEEDS = 20;
  private static final int SEEDS_OF_TWO_HUMPS = 80; // a median of 20 falls on either of them

  @Test
  void mediansAreAtMostThoseOfOptuna() throws IOException {
    Map<String, List<Double>> optuna = optuna();
    List<String> lines = new ArrayList<>(List.of("function,sampler,trials,seed,best"));
    List<String> worse = new ArrayList<>();
    for (StandardFunctions.Standard function : StandardFunctions.all().values()) {
      int seeds = function.name().equals("models") ? SEEDS_OF_TWO_HUMPS : SEEDS;
      double[] best = new double[seeds];
      for (int seed = 0; seed < seeds; seed++) {
        best[seed] = best(function, seed);
        lines.add(function.name() + ",tidemark-tpe," + TRIALS + "," + seed + "," + best[seed]);
      }
      double ours = median(best);
      for (String sampler : List.of("optuna-tpe", "optuna-tpe-multivariate", "optuna-random")) {
        List<Double> theirs = optuna.get(function.name() + "," + sampler);
        assertThat(theirs).hasSize(seeds);
        double peer = median(theirs.stream().mapToDouble(v -> v).toArray());
        if (ours > peer) {
          worse.add(function.name() + ": " + ours + ", " + sampler + " " + peer);
        }
      }
    }
    Path folder = Files.createDirectories(Path.of("target/tune"));
    Files.write(folder.resolve("ours.csv"), lines);
    assertThat(worse).isEmpty();
  }

  private static double best(StandardFunctions.Standard function, int seed) {
    Sampler sampler = new TpeSampler(TpeSampler.START);
    List<Trial> known = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    for (int n = 0; n < TRIALS; n++) {
      Assignment assignment =
          sampler.propose(function.space(), Goal.MINIMISE, seed, n, known, List.of());
      double value = function.value().applyAsDouble(assignment);
      known.add(new Trial(n, assignment, List.of(value), new Trial.Done()));
      best = Math.min(best, value);
    }
    return best;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static Map<String, List<Double>> optuna() throws IOException {
    Map<String, List<Double>> best = new TreeMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                OptunaGoldenTest.class.getResourceAsStream("/golden/tune/optuna.csv"),
                StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",");
        assertThat(Integer.parseInt(cells[2])).isEqualTo(TRIALS);
        best.computeIfAbsent(cells[0] + "," + cells[1], key -> new ArrayList<>())
            .add(Double.parseDouble(cells[4]));
      }
    }
    return best;
  }
}
