package org.tidemark.lakehouse.ingest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.tidemark.lakehouse.ingest.Mapping.Kind;
import org.tidemark.lakehouse.ingest.Mapping.Means;
import org.tidemark.lakehouse.ingest.Mapping.Unit;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;

/** Reads a mapping file; every mistake is named with the keys or values that are known. */
final class MappingYaml {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(s|m|h|d)");

  private MappingYaml() {}

  static Mapping parse(String file, String yaml) {
    Object root;
    try {
      root =
          new Load(
                  LoadSettings.builder()
                      .setLabel(file)
                      .setAllowDuplicateKeys(false)
                      .setAllowRecursiveKeys(false)
                      .setMaxAliasesForCollections(10)
                      .build())
              .loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new IngestException(file + " is not YAML: " + e.getMessage(), e);
    }
    return mapping(
        YamlSection.of(
            file,
            "",
            root,
            List.of(
                "kind",
                "instrument",
                "columns",
                "time",
                "bar-length",
                "price-scale",
                "size-scale",
                "aggressor",
                "csv",
                "order",
                "crossed")));
  }

  private static Mapping mapping(YamlSection root) {
    Kind kind = root.choice("kind", Kind.class);
    Map<String, List<String>> columns = columns(root, kind);
    if (kind != Kind.BAR && root.has("bar-length")) {
      throw root.problem("bar-length is only for kind: bar");
    }
    if (kind != Kind.TRADE && root.has("aggressor")) {
      throw root.problem("aggressor is only for kind: trade");
    }
    if (kind != Kind.QUOTE && kind != Kind.BOOK && root.has("crossed")) {
      throw root.problem("crossed is only for kind: quote and kind: book");
    }
    if (root.has("aggressor") && !columns.containsKey("aggressor")) {
      throw root.problem("aggressor needs the column columns.aggressor");
    }
    return new Mapping(
        kind,
        instruments(root),
        columns,
        times(root, kind),
        kind == Kind.BAR ? span(root) : Duration.ZERO,
        scale(root, "price-scale"),
        scale(root, "size-scale"),
        sides(root),
        csv(root),
        root.choice("order", Mapping.Order.SORTED),
        root.choice("crossed", Mapping.Crossed.ACCEPT));
  }

  private static Map<String, List<String>> columns(YamlSection root, Kind kind) {
    List<String> known = new ArrayList<>(kind.needed);
    known.addAll(kind.optional);
    YamlSection section = root.section("columns", known);
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (String field : known) {
      if (section.has(field)) {
        List<String> names = section.texts(field);
        if (kind == Kind.BOOK && !field.equals("time")) {
          names = LevelNames.of(section, field, names);
        } else if (names.size() > 1 && !field.equals("time")) {
          throw section.problem(field + " names more than one column; only time may");
        }
        columns.put(field, names);
      } else if (kind.needed.contains(field)) {
        throw section.problem(field + " is missing");
      }
    }
    if (kind == Kind.BOOK) {
      LevelNames.checkPairs(section, columns);
    }
    return columns;
  }

  private static Mapping.Instruments instruments(YamlSection root) {
    if (!root.isSection("instrument")) {
      return new Mapping.Constant(instrument(root, root.text("instrument")));
    }
    YamlSection section = root.section("instrument", List.of("column", "names"));
    Map<String, InstrumentId> names = new HashMap<>();
    if (section.has("names")) {
      section.pairs("names").forEach((from, to) -> names.put(from, instrument(root, to)));
    }
    return new Mapping.FromColumn(section.text("column"), names);
  }

  private static InstrumentId instrument(YamlSection at, String name) {
    try {
      return new InstrumentId(name);
    } catch (IllegalArgumentException e) {
      throw at.problem(e.getMessage());
    }
  }

  private static Mapping.Times times(YamlSection root, Kind kind) {
    YamlSection section = root.section("time", List.of("unit", "pattern", "zone", "means"));
    Unit unit = section.has("pattern") ? Unit.PATTERN : section.choice("unit", Unit.class);
    if (section.has("pattern") && section.has("unit")) {
      throw section.problem("give unit or pattern, not both");
    }
    if (unit == Unit.PATTERN && !section.has("pattern")) {
      throw section.problem("pattern is missing, for example 'yyyyMMdd HHmmss'");
    }
    boolean text = unit.power < 0;
    if (!text && section.has("zone")) {
      throw section.problem("zone has no meaning for numbers since 1970; remove it");
    }
    if (text && !section.has("zone")) {
      throw section.problem("zone is missing, for example UTC, America/New_York or -05:00");
    }
    if (kind == Kind.BAR && !section.has("means")) {
      throw section.problem(
          "means is missing: is the time of a bar its open or its close? A wrong guess would look"
              + " into the future");
    }
    if (kind != Kind.BAR && section.has("means")) {
      throw section.problem("means is only for kind: bar");
    }
    String pattern = section.has("pattern") ? section.text("pattern") : "";
    try {
      if (!pattern.isEmpty()) {
        TimeText.formatter(pattern);
      }
      ZoneId zone = text ? ZoneId.of(section.text("zone")) : ZoneOffset.UTC;
      return new Mapping.Times(unit, pattern, zone, section.choice("means", Means.OPEN));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw section.problem(e.getMessage());
    }
  }

  private static Duration span(YamlSection root) {
    String text = root.text("bar-length");
    Matcher matcher = SPAN.matcher(text);
    Duration span;
    try {
      span =
          Duration.parse(
              matcher.matches()
                  ? (matcher.group(2).equals("d") ? "P" : "PT")
                      + matcher.group(1)
                      + matcher.group(2).toUpperCase(java.util.Locale.ROOT)
                  : text);
    } catch (DateTimeParseException e) {
      throw root.problem("bar-length '" + text + "' is not like 30s, 1m, 4h, 1d or PT1M");
    }
    if (span.isNegative() || span.isZero() || span.compareTo(Duration.ofDays(366)) > 0) {
      throw root.problem("bar-length " + text + " must be above 0 and at most 366d");
    }
    return span;
  }

  private static int scale(YamlSection root, String key) {
    if (!root.has(key)) {
      return 0;
    }
    String text = root.text(key);
    if (!text.matches("10{0,18}")) {
      throw root.problem(
          key
              + " = "
              + text
              + " must be 1, 10, 100, ... 1e18 in digits: numbers are divided by it");
    }
    return text.length() - 1;
  }

  private static Map<String, Aggressor> sides(YamlSection root) {
    Map<String, Aggressor> sides = new HashMap<>();
    if (root.has("aggressor")) {
      YamlSection section = root.section("aggressor", List.of("buy", "sell", "unknown"));
      for (Aggressor side : Aggressor.values()) {
        String key = side.name().toLowerCase(java.util.Locale.ROOT);
        for (String text : section.has(key) ? section.texts(key) : List.<String>of()) {
          if (Optional.ofNullable(sides.put(text, side)).isPresent()) {
            throw section.problem("'" + text + "' stands for two sides");
          }
        }
      }
      if (sides.isEmpty()) {
        throw section.problem("names no value; give for example buy: [b], sell: [s]");
      }
    }
    return sides;
  }

  private static Mapping.Csv csv(YamlSection root) {
    if (!root.has("csv")) {
      return new Mapping.Csv(',', Mapping.Header.NAMES);
    }
    YamlSection section = root.section("csv", List.of("delimiter", "header"));
    String delimiter = section.has("delimiter") ? section.text("delimiter") : ",";
    if (delimiter.equals("tab")) {
      delimiter = "\t";
    }
    if (delimiter.length() != 1 || "\"\n\r.-+".contains(delimiter)) {
      throw section.problem(
          "delimiter '" + delimiter + "' must be one character such as , ; | or tab");
    }
    return new Mapping.Csv(delimiter.charAt(0), section.choice("header", Mapping.Header.NAMES));
  }
}
