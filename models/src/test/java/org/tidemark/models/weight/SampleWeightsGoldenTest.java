package org.tidemark.models.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights against NumPy on a grid of bars; the script stands beside the golden file. */
class SampleWeightsGoldenTest {
  private static final List<String> INPUTS = List.of("instrument", "at", "end", "label");

  @Test
  void weightsAreThoseOfNumpy() throws IOException {
    int compared = 0;
    double[][] inputs = new double[INPUTS.size()][];
    for (String line : lines()) {
      String[] words = line.split(" ");
      if (words[0].equals("case")) {
        continue;
      }
      double[] numbers = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
      int input = INPUTS.indexOf(words[0]);
      if (input >= 0) {
        inputs[input] = numbers;
      } else {
        double[] weights = SampleWeights.parse(words[0]).of(rows(inputs));
        for (int i = 0; i < numbers.length; i++) {
          assertThat(weights[i]).as(line).isCloseTo(numbers[i], within(1e-12 * (1 + numbers[i])));
        }
        compared++;
      }
    }
    assertThat(compared).isEqualTo(48);
  }

  private static LabelledRows rows(double[][] inputs) {
    float[] labels = new float[inputs[3].length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (float) inputs[3][i];
    }
    return new LabelledRows(
        Arrays.stream(inputs[0]).mapToInt(v -> (int) v).toArray(),
        Arrays.stream(inputs[1]).mapToLong(v -> (long) v * 1_000_000_000).toArray(),
        Arrays.stream(inputs[2]).mapToLong(v -> (long) v * 1_000_000_000).toArray(),
        labels,
        3);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                SampleWeightsGoldenTest.class.getResourceAsStream("/golden/weight/weights.txt"),
                StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
