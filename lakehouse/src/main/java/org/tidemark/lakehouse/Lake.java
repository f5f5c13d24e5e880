package org.tidemark.lakehouse;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a lake lives: one root, a local directory or an object-store URI, with everything below it.
 *
 * @param root absolute URI without a trailing slash
 */
public record Lake(String root) {
  public Lake {
    if (!root.matches("[a-z][a-z0-9+.-]*:/.*") || root.endsWith("/")) {
      throw new IllegalArgumentException(
          "lake root '" + root + "' must be an absolute URI without a trailing slash");
    }
  }

  /** A lake at a local path or a URI, as a user writes it. */
  public static Lake at(String pathOrUri) {
    String text =
        pathOrUri.matches("[a-z][a-z0-9+.-]+:/.*")
            ? pathOrUri.replaceFirst("^file:/+", "file:/")
            : "file:" + Path.of(pathOrUri).toAbsolutePath().normalize();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return new Lake(text);
  }

  /** Folder of a table. */
  public String location(Table table) {
    return root + "/" + table.schema() + "/" + table.name();
  }

  /** Where the bytes of a model live, named by their content. */
  public String artifact(String sha256) {
    return root + "/artifacts/" + sha256 + ".onnx";
  }

  /** A folder below the root. */
  public String folder(String name) {
    return root + "/" + name;
  }

  /** Whether the root is a directory of this machine. */
  public boolean isLocal() {
    return root.startsWith("file:");
  }

  /** The local path of something below the root; only for local lakes. */
  public Path localPath(String name) {
    if (!isLocal()) {
      throw new IllegalStateException(
          "lake " + root + " is not a local directory; give a local --out folder instead");
    }
    return Path.of(URI.create(root)).resolve(name);
  }
}
