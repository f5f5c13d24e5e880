package org.tidemark.benchmarks.job;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;

/**
 * Our side of {@code peers/train.py}: writes simulated rows into a folder, then fits them for each
 * line {@code fit} on standard input, writes the model there, and answers with the seconds of the
 * fit. Rows to train on are {@code train.f32}, others {@code test.f32}, each row its 65 features
 * and its label, little-endian.
 *
 * <p>Arguments: FOLDER ROWS TEST_ROWS TREES DEPTH THREADS.
 */
public final class TrainRunner {
  private TrainRunner() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 6) {
      System.err.println("usage: TrainRunner FOLDER ROWS TEST_ROWS TREES DEPTH THREADS");
      System.exit(64);
    }
    Path folder = Path.of(args[0]);
    TrainingSet rows = SimulatedRows.of(Integer.parseInt(args[1]), 1);
    write(folder.resolve("train.f32"), rows);
    write(folder.resolve("test.f32"), SimulatedRows.of(Integer.parseInt(args[2]), 2));
    XgboostLearner learner =
        new XgboostLearner(
            XgboostParameters.standard()
                .withTrees(Integer.parseInt(args[3]), Integer.parseInt(args[4]), 0.1)
                .withThreads(Integer.parseInt(args[5])));
    learner.fit(SimulatedRows.of(1_000, 3), 1); // loads the library
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long begin = System.nanoTime();
      byte[] model = learner.fit(rows, 1).nativeBytes();
      double seconds = (System.nanoTime() - begin) / 1e9;
      Files.write(folder.resolve("model.json"), model);
      System.out.println(seconds);
    }
  }

  private static void write(Path file, TrainingSet rows) throws IOException {
    ByteBuffer row =
        ByteBuffer.allocate(Float.BYTES * (SimulatedRows.COLUMNS + 1))
            .order(ByteOrder.LITTLE_ENDIAN);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int at = 0; at < rows.rows(); at++) {
        row.clear();
        for (int j = 0; j < SimulatedRows.COLUMNS; j++) {
          row.putFloat(rows.features()[at * SimulatedRows.COLUMNS + j]);
        }
        row.putFloat(rows.labels()[at]);
        out.write(row.array());
      }
    }
  }
}
