package org.tidemark.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tidemark.models.tune.Goal;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Study;
import org.tidemark.models.tune.Work;

/**
 * Our side of {@code real_study.py}: proposes assignments, one a line, to a process that answers
 * each with its value, to be minimised. A line {@code SEED TRIALS} begins a study.
 *
 * <p>Arguments: space, sampler.
 */
public final class TuneRunner {
  private TuneRunner() {}

  public static void main(String[] args) throws IOException {
    Space space = Space.parse(args[0]);
    Sampler sampler = Sampler.parse(args[1]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      int trials = Integer.parseInt(words[1]);
      long seed = Long.parseLong(words[0]);
      run(
          new Study("peer", space, sampler, new Pruner.Never(), Goal.MINIMISE, trials, 1, 1, seed),
          in);
    }
  }

  private static void run(Study study, BufferedReader in) throws IOException {
    Progress progress = study.replay(List.of());
    while (!progress.finished()) {
      Work work = progress.next().get(0);
      System.out.println(work.assignment().text());
      Outcome outcome = Outcome.of(Double.parseDouble(in.readLine()));
      progress = progress.after(List.of(new Report(work, outcome)));
    }
  }
}
