package org.tidemark.jobs.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The models that there are to train, read from a JSON document.
 *
 * @param version of the document; rises with every change of it
 */
public record Catalogue(int version, List<CatalogueEntry> entries) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final String STANDARD = "catalogue.json";

  public Catalogue {
    if (version < 1) {
      throw new IllegalArgumentException("catalogue version " + version + " must be 1 or more");
    }
    if (entries == null || entries.isEmpty()) {
      throw new IllegalArgumentException("a catalogue needs an entry at least");
    }
    entries = List.copyOf(entries);
    Set<String> names = new HashSet<>();
    for (CatalogueEntry entry : entries) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException(
            "catalogue entry '" + entry.name() + "' stands there twice; keep one");
      }
    }
  }

  /** The one that comes with Tidemark. */
  public static Catalogue standard() {
    try (InputStream in = Catalogue.class.getResourceAsStream(STANDARD)) {
      return parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STANDARD, e);
    }
  }

  /**
   * One in a file. Its entries are read, not checked: one that is wrong hinders no other.
   *
   * @throws IllegalArgumentException if it is no catalogue
   */
  public static Catalogue read(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the catalogue in " + file, e);
    }
  }

  static Catalogue parse(byte[] json) {
    try {
      return JSON.readValue(json, Catalogue.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a catalogue: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes do not fail", e);
    }
  }

  /**
   * The entry of a name.
   *
   * @throws IllegalArgumentException naming those that are there
   */
  public CatalogueEntry named(String name) {
    return entries.stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no catalogue entry '"
                        + name
                        + "'; known: "
                        + entries.stream().map(CatalogueEntry::name).toList()));
  }
}
