package org.tidemark.lakehouse.ingest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One block of keys of a mapping file, which refuses keys that it does not know. */
final class YamlSection {
  private final String file;
  private final String path;
  private final Map<?, ?> values;

  private YamlSection(String file, String path, Map<?, ?> values) {
    this.file = file;
    this.path = path;
    this.values = values;
  }

  static YamlSection of(String file, String path, Object value, List<String> known) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IngestException(
          file
              + ": "
              + (path.isEmpty() ? "the file" : path)
              + " must be a block of keys: "
              + known);
    }
    YamlSection section = new YamlSection(file, path, map);
    for (Object key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw section.problem("unknown key '" + key + "'; known are " + String.join(", ", known));
      }
    }
    return section;
  }

  boolean has(String key) {
    return values.get(key) != null;
  }

  boolean isSection(String key) {
    return values.get(key) instanceof Map;
  }

  YamlSection section(String key, List<String> known) {
    return of(file, path.isEmpty() ? key : path + "." + key, need(key), known);
  }

  String text(String key) {
    return scalar(key, need(key));
  }

  /** One scalar, or a list of scalars. */
  List<String> texts(String key) {
    Object value = need(key);
    if (value instanceof List<?> list) {
      if (list.isEmpty()) {
        throw problem(key + " is an empty list");
      }
      return list.stream().map(one -> scalar(key, one)).collect(Collectors.toUnmodifiableList());
    }
    return List.of(scalar(key, value));
  }

  /** A block of free keys to scalars. */
  Map<String, String> pairs(String key) {
    if (!(need(key) instanceof Map<?, ?> map) || map.isEmpty()) {
      throw problem(key + " must be a block of name: INSTRUMENT");
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    map.forEach((from, to) -> pairs.put(scalar(key, from), scalar(key, to)));
    return pairs;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String text = text(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(one -> word(one).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                problem(
                    key
                        + " = '"
                        + text
                        + "' must be one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(YamlSection::word)
                            .collect(Collectors.joining(", "))));
  }

  <E extends Enum<E>> E choice(String key, E otherwise) {
    return has(key) ? choice(key, otherwise.getDeclaringClass()) : otherwise;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Object need(String key) {
    if (!has(key)) {
      throw problem(key + " is missing");
    }
    return values.get(key);
  }

  private String scalar(String key, Object value) {
    if (value instanceof Map || value instanceof Iterable || value == null) {
      throw problem(key + " must be one value");
    }
    return value.toString();
  }

  IngestException problem(String problem) {
    return new IngestException(file + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
  }
}
