package org.tidemark.lakehouse;

import java.util.List;

/** Renders the specification of every table of the lake, {@code docs/spec/tables.md}. */
public final class TablesSpec {
  private static final List<String> SCHEMAS = List.of("market", "features", "models", "live");

  private TablesSpec() {}

  /** The whole file, ending in a newline. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Tables\n\n");
    text.append("This file is generated from the code by `TablesSpec`; a test keeps it true. ");
    text.append("To renew it: `./mvnw test -pl lakehouse -am -Dtest=TablesSpecGoldenTest ");
    text.append("-Dsurefire.failIfNoSpecifiedTests=false -Dtidemark.update=true`.\n\n");
    text.append("A table is a Delta table in the folder `SCHEMA/NAME` of the lake, created on ");
    text.append("first use with these comments, constraints and types. The key names the ");
    text.append("columns that identify a row; statistics for skipping files are kept on them. ");
    text.append("A check is a condition on every row: a write that breaks it fails as a whole. ");
    text.append("The schema version is 1 at creation and rises by one with each migration. ");
    text.append("Times named `..._nanos` are nanoseconds since the Unix epoch, UTC.\n\n");
    text.append("| table | grain | Iceberg twin |\n|---|---|---|\n");
    for (Table table : Tables.all()) {
      text.append("| [`").append(table.qualifiedName()).append("`](#").append(anchor(table));
      text.append(") | ").append(cell(table.grain())).append(" | ");
      text.append(Tables.published().contains(table) ? "yes" : "no").append(" |\n");
    }
    text.append("| `features.FEATURE_SET` | one row per instrument and closed bar | no |\n");
    for (String schema : SCHEMAS) {
      text.append("\n## Schema ").append(schema).append('\n');
      Tables.all().stream()
          .filter(table -> table.schema().equals(schema))
          .forEach(table -> table(table.qualifiedName(), table, text));
      if (schema.equals("features")) {
        wide(text);
      }
    }
    return text.toString();
  }

  private static void table(String title, Table table, StringBuilder text) {
    text.append("\n### ").append(title).append("\n\n");
    String grain = table.grain();
    text.append(Character.toUpperCase(grain.charAt(0))).append(grain.substring(1)).append(".\n\n");
    text.append("- Key: `").append(String.join("`, `", table.key())).append("`.\n");
    for (Check check : table.checks()) {
      text.append("- Check ").append(check.name()).append(": `").append(check.sql()).append("`.\n");
    }
    text.append("- Schema version: ").append(table.schemaVersion()).append(".\n\n");
    text.append("| column | type | | meaning |\n|---|---|---|---|\n");
    for (Column column : table.columns()) {
      text.append("| `").append(column.name()).append("` | ").append(column.type().sql());
      text.append(" | ").append(column.isRequired() ? "required" : "optional").append(" | ");
      text.append(cell(column.meaning())).append(" |\n");
    }
  }

  private static void wide(StringBuilder text) {
    table("features.FEATURE_SET", Tables.wide("feature_set", List.of()), text);
    text.append("\nOne such table stands for each feature set, under the set's name, for ");
    text.append("example `features.bars40`. After the columns above comes one FLOAT column for ");
    text.append("each output of the set, in the order of [features.md](features.md).\n");
  }

  private static String anchor(Table table) {
    return table.qualifiedName().replace(".", "");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
