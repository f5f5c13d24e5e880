package org.tidemark.jobs.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Spark properties file as it is written, so that a key given twice is seen.
 *
 * @param name file name
 * @param values last value of each key
 * @param repeated keys that stand more than once
 */
record ConfFile(String name, Map<String, String> values, List<String> repeated) {
  static ConfFile read(Path file) throws IOException {
    return of(file.getFileName().toString(), Files.readAllLines(file));
  }

  static ConfFile of(String name, List<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> repeated = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] pair = text.split("[\\s=:]+", 2);
      if (values.put(pair[0], pair.length == 2 ? pair[1] : "") != null) {
        repeated.add(pair[0]);
      }
    }
    return new ConfFile(name, values, repeated);
  }

  String value(String key) {
    return values.getOrDefault(key, "");
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether the driver runs all tasks itself. */
  boolean local() {
    return value("spark.master").startsWith("local");
  }
}
