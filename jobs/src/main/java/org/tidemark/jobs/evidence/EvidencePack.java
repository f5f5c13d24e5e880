package org.tidemark.jobs.evidence;

import static org.apache.spark.sql.functions.col;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Column;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.Sha256;

/**
 * All that speaks for or against one model version, as a zip: its ONNX file, manifest,
 * certificates, folds, metrics, comparisons, importance, drift, every trial of its model, the
 * registry's word and the report of its night, with the SHA-256 of each. The same lake gives the
 * same bytes.
 */
public final class EvidencePack {
  /** Rows of the night that fitted it. */
  private static final List<Table> OF_THE_RUN =
      List.of(
          Tables.FOLDS,
          Tables.MODEL_METRICS,
          Tables.MODEL_COMPARISONS,
          Tables.FEATURE_IMPORTANCE,
          Tables.DRIFT_METRICS,
          Tables.RUNS);

  /** Rows of the version. */
  private static final List<Table> OF_THE_VERSION =
      List.of(Tables.CERTIFICATES, Tables.MODEL_MANIFESTS, Tables.MODEL_REGISTRY);

  /** What a zip says of when a file was written; a fact of the lake stands in the files. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final TableStore store;
  private final ModelManifest manifest;

  /** The evidence of a version whose manifest was looked up. */
  public EvidencePack(TableStore store, ModelManifest manifest) {
    this.store = store;
    this.manifest = manifest;
  }

  /** Its files by name. */
  public Map<String, byte[]> files() {
    FittedFacts facts = manifest.facts();
    ModelFiles lake = new ModelFiles(store);
    Map<String, byte[]> files = new TreeMap<>();
    files.put("model.onnx", lake.read(ModelFiles.artifact(manifest.onnxSha256())));
    lake.find("reports/" + facts.runId() + ".html")
        .ifPresent(report -> files.put("report.html", report));
    OF_THE_RUN.forEach(table -> put(files, table, col("run_id").equalTo(facts.runId())));
    OF_THE_VERSION.forEach(
        table ->
            put(
                files,
                table,
                col("model")
                    .equalTo(facts.model())
                    .and(col("model_version").equalTo(facts.modelVersion()))));
    put(files, Tables.TRIAL_LEDGER, col("model").equalTo(facts.model()));
    files.put("README.txt", text(facts).getBytes(StandardCharsets.UTF_8));
    String sums =
        files.entrySet().stream()
            .map(file -> Sha256.of(file.getValue()) + "  " + file.getKey() + "\n")
            .collect(Collectors.joining());
    files.put("SHA256SUMS", sums.getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private void put(Map<String, byte[]> files, Table table, Column which) {
    if (!store.exists(table)) {
      return;
    }
    String[] lines = (String[]) store.read(table).where(which).toJSON().collect();
    Arrays.sort(lines);
    files.put(
        "tables/" + table.qualifiedName() + ".jsonl",
        Arrays.stream(lines)
            .map(line -> line + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String text(FittedFacts facts) {
    return """
    Evidence of model %s, version %s (%s), run %s.

    model.onnx     the file that is served; its metadata name what made it
    report.html    the report of its night, if one was written
    tables/        rows of the lake, one JSON object a line:
                     models.model_manifests  what it takes to fit it again
                     models.certificates     the file against the fitted model
                     models.folds            what each fold trained and tested on
                     models.model_metrics    out of sample, by fold and overall
                     models.trial_ledger     everything that was tried under its name
    SHA256SUMS     checked by: sha256sum -c SHA256SUMS

    In the lake, not here: features, labels and out-of-fold scores.
    Fitted again, and compared byte by byte, by:
      tidemark models reproduce --lake LAKE %s --model %s
    """
        .formatted(
            facts.model(),
            facts.modelVersion(),
            facts.learner(),
            facts.runId(),
            facts.modelVersion(),
            facts.model());
  }

  /** Its files as one zip. */
  public byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files().entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the zip, all or nothing.
   *
   * @throws IllegalArgumentException if there is a file of that name
   */
  public void write(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new IllegalArgumentException(
          "there is a file " + file + "; remove it, or name another by --out");
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path part = folder.resolve(file.getFileName() + ".part");
    try {
      Files.write(part, zip());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
