package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;

/** One named case of a golden file: arrays of numbers by key. */
public record GoldenCase(String name, Map<String, double[]> values) {

  /** Reads {@code /golden/evaluate/<file>}. */
  public static List<GoldenCase> read(String file) {
    return at("/golden/evaluate/" + file);
  }

  /** Reads a resource of this form. */
  public static List<GoldenCase> at(String resource) {
    List<GoldenCase> cases = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                GoldenCase.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("case")) {
          cases.add(new GoldenCase(words[1], new LinkedHashMap<>()));
        } else {
          cases.get(cases.size() - 1).values.put(words[0], numbers(words));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(cases).isNotEmpty();
    return cases;
  }

  private static double[] numbers(String[] words) {
    return Arrays.stream(words, 1, words.length)
        .mapToDouble(
            w ->
                switch (w) {
                  case "True" -> 1;
                  case "False" -> 0;
                  case "nan" -> Double.NaN;
                  default -> Double.parseDouble(w);
                })
        .toArray();
  }

  public double[] array(String key) {
    assertThat(values).containsKey(key);
    return values.get(key);
  }

  public double number(String key) {
    return array(key)[0];
  }

  /** Equal to 1e-12, absolutely below 1 and relatively above; NaN only where NaN is expected. */
  public void check(String key, double actual) {
    close(name + " " + key, actual, number(key));
  }

  public void check(String key, double[] actual) {
    double[] expected = array(key);
    assertThat(actual).as(name + " " + key).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      close(name + " " + key + "[" + i + "]", actual[i], expected[i]);
    }
  }

  private static void close(String what, double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).as(what).isNaN();
    } else {
      assertThat(actual)
          .as(what)
          .isCloseTo(expected, Offset.offset(1e-12 * Math.max(1, Math.abs(expected))));
    }
  }
}
